using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>Judges how long the partition of the binlogs will last.</summary>
internal static partial class BinlogPartitionEvaluation
{
    // Below this a server cannot write its next event: the file system is full, whatever the last block holds.
    private const long FullBytes = 1024 * 1024;
    private const double LongestTrend = 10 * 86400;
    private const int UsesKept = 10;

    /// <summary>The verdict, and what the next run has to know.</summary>
    public static Verdict<BinlogPartitionHistory> Judge(
        BinlogPartitionMeasurement measurement, BinlogPartitionLimits limits, BinlogPartitionHistory earlier, ClockReading now)
    {
        var sample = measurement.Sample(now);
        var files = measurement.Files ?? [];
        var room = RoomHistory.Of(files, earlier.Samples, sample, measurement.Usage.UsedBytes, measurement.Server?.MaxBinlogSize ?? 0);
        var plan = PurgePlan.Of(files, measurement.Server, room.Now);
        var forecast = FillForecast.Of(room, plan, measurement.Room, limits.ShortWindow, limits.LongWindow);
        var finding = new PartitionFinding(measurement, limits, room, plan, forecast, SpaceUse.Fastest(earlier.Uses, measurement.Use));
        var result = new NagiosCheckResult(BinlogPartitionCheck.Text.Name, BinlogPartitionSeries.All);
        result.Data = json => BinlogPartitionJson.Write(json, finding);

        JudgeTime(result, finding);
        JudgeTrend(result, finding);
        JudgeSpace(result, finding);
        var isFilling = result.State is NagiosState.Warning or NagiosState.Critical;
        var inodes = JudgeInodes(result, finding);
        JudgeShape(result, finding);
        JudgeServer(result, finding);
        JudgeSight(result, finding);
        if (isFilling)
            ExplainPurges(result, finding);
        new BinlogPartitionAdvice(result, finding).Give(isFilling, inodes != NagiosState.Ok);
        ShowBars(result, finding);
        return new Verdict<BinlogPartitionHistory>(result, Next(measurement, earlier, room.Counted(sample, earlier.Samples), now));
    }

    private static BinlogPartitionHistory Next(BinlogPartitionMeasurement measurement, BinlogPartitionHistory earlier,
        PartitionSample sample, ClockReading now)
    {
        var data = measurement.Shared.DataDirectory;
        var place = measurement.IsRemembered ? earlier.Place : new RememberedPlace(measurement.Directory, measurement.Prefix,
            data.Length == 0 ? null : data);
        List<SpaceUse> uses = measurement.Use is { } use ? [.. earlier.Uses.TakeLast(UsesKept - 1), use] : [.. earlier.Uses];
        return new BinlogPartitionHistory(place, SampleHistory.Thinned([.. earlier.Samples, sample], now), uses);
    }

    private static void JudgeTime(NagiosCheckResult result, PartitionFinding finding)
    {
        var (measurement, forecast, limits) = (finding.Measurement, finding.Forecast, finding.Limits);
        var series = BinlogPartitionSeries.TimeToFull with { Maximum = forecast.Limit };
        if (finding.IsFull)
        {
            const string Cause = "the server waits until there is room and looks once a minute; every write waits with it";
            if (result.Measure(series, 0, limits.TimeToFull, FullText(finding), Cause) != NagiosState.Critical)
                result.Report(NagiosState.Critical, FullText(finding), Cause);
            return;
        }

        if (finding.IsUnknown)
        {
            // Nothing is known yet, and that must not look like an all-clear.
            result.Graph(series, null);
            result.Summary = $"{measurement.Directory}: {finding.RoomText}, its growth is not known yet";
            result.Note($"growth is known after {Quantity.Human(limits.ShortWindow, Dimension.Duration)}, from the next runs on");
            return;
        }

        var text = forecast.Fills
            ? $"{measurement.Directory} full in {Quantity.Human(forecast.TimeToFull, Dimension.Duration)}: {finding.RateText}, "
                + $"{finding.RoomText}"
            : finding.IsTooYoung
            ? $"{measurement.Directory} growing {PerMinute(finding.Rate)}, not for long enough to say when it is full, {finding.RoomText}"
            : $"{measurement.Directory} not full within {Quantity.Human(forecast.Limit, Dimension.Duration)}: {PerMinute(finding.Rate)}, "
                + $"{finding.RoomText}";
        result.Summary = text;
        var lasted = forecast.Deciding is { } window ? $"this growth has lasted {Quantity.Human(window.Window, Dimension.Duration)}" : null;
        result.Measure(series, Math.Round(forecast.TimeToFull), limits.TimeToFull, text, lasted);
        if (forecast is { Learnt: { } learnt, HeldBack: { } held })
            result.Note(LearntText(learnt, held));
        if (finding.SettlesText is { } settles)
            result.Note(settles);
    }

    private static string FullText(PartitionFinding finding)
    {
        var waiting = finding.Measurement.Server is { SessionsWaiting: > 0 } server
            ? $", {Sessions(server.SessionsWaiting)} for "
                + $"room{(server.SessionsKilled > 0 ? $" and {Plural(server.SessionsKilled, "killed one")} cannot end" : "")}"
            : "";
        var quota = finding.Measurement.QuotaRoom < FullBytes ? " (a quota leaves no room)" : "";
        return $"{finding.Measurement.Directory} is full: {finding.RoomText}{quota}{waiting}";
    }

    private static void JudgeTrend(NagiosCheckResult result, PartitionFinding finding)
    {
        var trend = finding.IsFull ? null : finding.Forecast.Trend;
        var text = trend is { } known
            ? $"{finding.Measurement.Directory} full in {Quantity.Human(known.TimeToFull, Dimension.Duration)} at the pace of the last "
                + $"day: {finding.TrendText(known)}, {finding.RoomText}"
            : "";
        double? value = trend is { } day ? Math.Round(Math.Min(LongestTrend, day.TimeToFull)) : null;
        result.Measure(BinlogPartitionSeries.Trend, value, finding.Limits.Trend,
            text, "the room has shrunk all day long, and more than purges gave back");
    }

    private static void JudgeSpace(NagiosCheckResult result, PartitionFinding finding)
    {
        var (measurement, limits) = (finding.Measurement, finding.Limits);
        var usage = measurement.Usage;
        var used = Math.Round(usage.UsedPercent, 2);
        var free = BinlogPartitionSeries.Free with { Maximum = usage.TotalBytes };
        result.Measure(BinlogPartitionSeries.Used, used, limits.Used,
            $"{Quantity.Human(used, Dimension.Percent)} of {measurement.Directory} in use");
        result.Measure(free, measurement.RoomBytes, limits.Free,
            $"{Quantity.Human(measurement.RoomBytes, Dimension.Size)} free on {measurement.Directory}");
        double? growth = finding.IsUnknown ? null : Math.Round(finding.Rate);
        result.Measure(BinlogPartitionSeries.Growth, growth, limits.Growth, $"{measurement.Directory} grows by {PerMinute(finding.Rate)}");
        result.Graph(BinlogPartitionSeries.Binlogs, measurement.Files is null ? null : measurement.BinlogBytes);
        result.Graph(BinlogPartitionSeries.BinlogFiles, measurement.Files?.Count);
    }

    private static NagiosState JudgeInodes(NagiosCheckResult result, PartitionFinding finding)
    {
        double? inodes = finding.Measurement.Usage.InodesUsedPercent is { } percent ? Math.Round(percent, 2) : null;
        var text = $"{Quantity.Human(inodes ?? 0, Dimension.Percent)} of the inodes of {finding.Measurement.Directory} in use";
        return result.Measure(BinlogPartitionSeries.Inodes, inodes, finding.Limits.Inodes, text);
    }

    private static string LearntText(LearntEnd learnt, GrowthWindow held)
    {
        var rate = PerMinute(held.BytesPerSecond);
        var usual = Quantity.Human(learnt.Usual, Dimension.Size);
        var soFar = Quantity.Human(Math.Max(0, learnt.SoFar), Dimension.Size);
        return learnt.Kind switch
        {
            LearntKind.Daily =>
                $"no alarm for {rate}: at this time of day it was so on {Plural(learnt.Occasions, "earlier day")} and ended after "
                + $"{usual}; {soFar} so far",
            LearntKind.Sawtooth =>
                $"no alarm for {rate}: the room shrank so {Plural(learnt.Occasions, "time")} and came back after {usual}; {soFar} so far",
            _ => $"no alarm for {rate}: the binlogs that are left were written at this rate and older ones were purged, so the next purge "
                + $"is expected",
        };
    }

    private static void ShowBars(NagiosCheckResult result, PartitionFinding finding)
    {
        if (!finding.Limits.ShowBars)
            return;
        foreach (var window in new[] { finding.Limits.LongWindow / 6, finding.Limits.LongWindow })
        {
            if (Sparkline.Render(finding.Room, window) is { } line)
                result.Note(line);
        }
    }

    internal static string PerMinute(double bytesPerSecond) => Quantity.Human(bytesPerSecond * 60, Dimension.Size) + "/min";

    internal static string Plural(long number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";

    private static string Sessions(long number) => number == 1 ? "1 session waits" : $"{number} sessions wait";
}
