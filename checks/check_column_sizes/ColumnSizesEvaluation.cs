using Linux.Host;
using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

/// <summary>Judges the sizes.</summary>
internal sealed class ColumnSizesEvaluation(
    ColumnSizesMeasurement measurement, ColumnSizesLimits limits, ColumnSizesHistory history, ClockReading now)
{
    private const double Near = 0.9;
    private const int MostNotes = 5;
    private const long SmallGrowth = 1024;

    private readonly NagiosCheckResult _result = new("COLUMN_SIZES", ColumnSizesSeries.All);

    public Verdict<ColumnSizesHistory> Judge()
    {
        var broken = Broken();
        foreach (var violation in broken)
            Report(violation);
        foreach (var file in measurement.Files)
            JudgeFile(file);
        foreach (var unseen in measurement.Unseen)
            _result.CouldNotSee(unseen, NagiosState.Unknown);
        if (measurement.Unseen.FirstOrDefault(unseen => unseen.Why == UnseenReason.Denied) is { } denied)
        {
            foreach (var step in BinlogRights.Steps(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(denied.What)) ?? "/"))
                _result.Advise(step);
        }

        Graph(broken.Count);
        AddNotes();
        _result.Summary = Summary();
        _result.Data = json => ColumnSizesJson.Write(json, measurement, broken);
        if (limits.Files.Count > 0 && _result.State == NagiosState.Ok)
            _result.Screen = _ => ColumnSizesScreen.Lines(measurement, limits.Top);
        return new Verdict<ColumnSizesHistory>(_result, measurement.Next is null ? null : Next(broken));
    }

    private static string Size(double bytes) => Quantity.Human(bytes, Dimension.Size);

    // Those of this run, and those of earlier ones that are held so that nobody misses what was one event.
    private List<Violation> Broken()
    {
        var broken = measurement.Columns.Where(column => column.Violation is not null).Select(column => column.Violation!).ToList();
        var stated = limits.Expectations.Select(expectation => expectation.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var earlier in history.Violations)
        {
            if (limits.Files.Count > 0 || !stated.Contains(earlier.Expected) || now.WallSeconds - earlier.LastSeen >= limits.HoldSeconds)
                continue;
            var again = broken.FindIndex(violation => violation.Column == earlier.Column && violation.Expected == earlier.Expected);
            if (again < 0)
                broken.Add(earlier);
            else
                broken[again] = earlier with { Largest = Math.Max(earlier.Largest, broken[again].Largest), Count = earlier.Count
                    + broken[again].Count, LastSeen = now.WallSeconds };
        }

        return broken;
    }

    private void Report(Violation violation)
    {
        var expected = Expectation.Parse("--expect", violation.Expected);
        var state = violation.Largest > limits.Factor * expected.Limit ? NagiosState.Critical : NagiosState.Warning;
        var size = expected.InCharacters ? $"{violation.Size} characters" : Size(violation.Size);
        var time = DateTimeOffset.FromUnixTimeSeconds(violation.Timestamp).UtcDateTime.ToString(
            "yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        var gtid = violation.Gtid.Length > 0 ? $", GTID {violation.Gtid}" : "";
        var more = violation.Count > 1
            ? $", and {violation.Count - 1} more, the largest "
            + $"{(expected.InCharacters ? $"{violation.Largest} characters" : Size(violation.Largest))}" : "";
        _result.Report(
            state,
            $"{violation.Column} was written with {size} where at most {expected.LimitText} was expected{more}",
            $"first in {System.IO.Path.GetFileName(violation.File)} at offset {violation.Offset}{gtid}, {time} UTC{PerDay(violation)}");
        ColumnSizesAdvice.ForViolation(
            _result, violation, expected, measurement.Columns.FirstOrDefault(column => column.Name == violation.Column));
    }

    private string PerDay(Violation violation) =>
        measurement.Columns.FirstOrDefault(column => column.Name == violation.Column) is { } column && measurement.Seconds is { } seconds
            && seconds > 0
            ? $"; at this rate the column costs {Size(column.Bytes / seconds * 86400)} of binlog a day in after images alone"
            : "";

    private void JudgeFile(CountedFile file)
    {
        if (file.Damage is { } damage)
        {
            _result.Report(NagiosState.Warning, $"{file.Name} is damaged at offset {damage.Offset}: {damage.Reason}; measured up to there");
            _result.Advise($"Verify the file, and read what replicas will say: "
                + $"{ShellCommand.Of($"check_binlog_integrity -- {file.Path}")}");
        }
        else if (file.IsEncrypted)
        {
            _result.CouldNotSee(
                new Unseen($"the values in {file.Name}", UnseenReason.Hidden, "the server encrypted it"), NagiosState.Unknown);
        }
        else if (file.IsCutShort && limits.Files.Count > 0)
        {
            _result.Report(NagiosState.Unknown,
                $"the time was up in {file.Name}: {Size(file.Size - file.Bytes)} were not read; raise --timeout");
        }
        else if (file.IsCutShort)
        {
            _result.Note($"the time was up in {file.Name} with {Size(file.Size - file.Bytes)} left; the next run goes on there");
        }
    }

    private void Graph(int broken)
    {
        _result.Graph(ColumnSizesSeries.Broken, broken);
        _result.Graph(ColumnSizesSeries.Larger, measurement.Columns.Sum(column => column.Violation?.Count ?? 0));
        _result.Graph(ColumnSizesSeries.Largest, measurement.Columns.Count > 0 ? measurement.Columns[0].LargestBytes : 0);
        _result.Graph(ColumnSizesSeries.Values, measurement.Values);
        _result.Graph(ColumnSizesSeries.Columns, measurement.Columns.Count);
        _result.Graph(ColumnSizesSeries.Expectations, limits.Expectations.Count);
        _result.Graph(ColumnSizesSeries.Bytes, measurement.Bytes);
    }

    private void AddNotes()
    {
        foreach (var column in measurement.Columns.Where(IsNearDeclaration).Take(MostNotes))
            _result.Note($"{column.Name} comes near its declaration: {Size(column.LargestBytes)} of {Size(column.DeclaredBytes!.Value)}");
        foreach (var column in measurement.Columns.Where(Grew).Take(MostNotes))
            _result.Note($"{column.Name} grew: the largest value was {Size(history.Largest[column.Name])} so far and is "
                + $"{Size(column.LargestBytes)} now");
        if (limits.Expectations.FirstOrDefault(expectation => expectation.InCharacters && HasNoCharacters(expectation)) is { } uncounted)
            _result.Note($"characters of {uncounted.Text} cannot be counted: the binlog does not tell the character set "
                + $"(binlog_row_metadata=FULL would on MariaDB)");
        if (measurement.HasUntold)
            _result.Note("rows of some tables cannot be split, because their table maps do not tell the length of old TIME, DATETIME or "
                + "TIMESTAMP columns");
        if (measurement.IsFull)
            _result.Note("there are more columns than are remembered; some were not measured");
        if (measurement.HasGap)
            _result.Note("the binlog where the last run stopped is gone (purged or reset): what was written between was not measured");
        if (measurement.Proposed is { } proposed)
            _result.Note($"{proposed} expectations were written to {limits.Propose}");
    }

    private static bool IsNearDeclaration(ColumnSize column) =>
        column.DeclaredBytes is { } declared && declared >= 255 && column.LargestBytes >= Near * declared;

    private bool Grew(ColumnSize column) => history.Largest.TryGetValue(column.Name, out var before)
        && column.LargestBytes > 2 * before && column.LargestBytes - before > SmallGrowth;

    private bool HasNoCharacters(Expectation expectation) =>
        measurement.Columns.Any(column => column.Expected == expectation && column.BytesPerCharacter is null);

    private string Summary()
    {
        var values = measurement.Values == 1 ? "1 value" : $"{measurement.Values} values";
        if (measurement.Columns.Count == 0)
            return $"no value was written {measurement.Part}";
        var largest = measurement.Columns[0];
        var expected = limits.Expectations.Count > 0 ? ", all as expected" : ", nothing is expected of them (--expect, --propose)";
        return $"{values} of {measurement.Columns.Count} columns {measurement.Part}{expected}; the largest is "
            + $"{Size(largest.LargestBytes)} in {largest.Name}";
    }

    private ColumnSizesHistory Next(List<Violation> broken)
    {
        var largest = new Dictionary<string, long>(history.Largest, StringComparer.Ordinal);
        foreach (var column in measurement.Columns)
            largest[column.Name] = Math.Max(column.LargestBytes, largest.GetValueOrDefault(column.Name));
        return new ColumnSizesHistory(measurement.Next, now, broken, largest);
    }
}
