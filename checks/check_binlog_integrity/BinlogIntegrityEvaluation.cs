using Nagios.Plugin;

namespace NagiosChecks.BinlogIntegrity;

/// <summary>Judges what was read.</summary>
internal sealed class BinlogIntegrityEvaluation(BinlogIntegrityMeasurement measurement, BinlogIntegrityLimits limits)
{
    private const int MostNames = 5;
    private readonly NagiosCheckResult _result = new("BINLOG_INTEGRITY", BinlogIntegritySeries.All);

    public NagiosCheckResult Judge()
    {
        Graph();
        foreach (var file in measurement.Files)
            JudgeFile(file);
        JudgeIndex();
        foreach (var unseen in measurement.Unseen)
            _result.CouldNotSee(unseen, NagiosState.Unknown);
        if (measurement.Unseen.Any(unseen => unseen.Why == UnseenReason.Denied))
            BinlogIntegrityAdvice.ForRights(_result, measurement);
        if (measurement.Directory is { Index: null } directory)
            _result.CouldNotSee(new Unseen($"the index {directory.Path}/{directory.BaseName}.index", UnseenReason.Unreadable));
        if (measurement.BytesLeft > 0)
            JudgeUnread();
        _result.Summary = Summary();
        _result.Data = json => BinlogIntegrityJson.Write(json, measurement);
        return _result;
    }

    private static string Size(long bytes) => Quantity.Human(bytes, Dimension.Size);

    private static string Files(int count) => count == 1 ? "1 file" : $"{count} files";

    private void Graph()
    {
        var directory = measurement.Directory;
        _result.Graph(BinlogIntegritySeries.Damaged, measurement.Files.Count(file => file.Condition == FileCondition.Damaged));
        _result.Graph(BinlogIntegritySeries.NotClosed, measurement.Files.Count(IsNotClosed));
        _result.Graph(BinlogIntegritySeries.Missing, directory?.Index is null ? null : measurement.Missing.Count);
        _result.Graph(BinlogIntegritySeries.Extra, directory?.Index is null ? null : measurement.Extra.Count + measurement.Gaps.Count);
        _result.Graph(BinlogIntegritySeries.Files, measurement.Files.Count);
        _result.Graph(BinlogIntegritySeries.Read, measurement.BytesRead);
        _result.Graph(BinlogIntegritySeries.Left, measurement.BytesLeft);
        _result.Graph(BinlogIntegritySeries.LargestEvent, measurement.Files.Select(file => file.LargestEvent).DefaultIfEmpty().Max());
    }

    private static bool IsNotClosed(FileReport file) =>
        file.IsInUse && !file.IsNewest && !file.IsRelayLog && file.BytesLeft == 0 && file.Condition != FileCondition.Damaged;

    private void JudgeFile(FileReport file)
    {
        if (file.Damage is { } damage)
            ReportDamage(file, damage);
        else if (file.Condition == FileCondition.Encrypted)
            ReportEncrypted(file);
        else if (IsNotClosed(file))
            ReportNotClosed(file);
        else
            _result.Report(NagiosState.Ok, Sound(file));
        if (file.OversizedAt is { } offset)
            ReportOversized(file, offset);
    }

    private static string Sound(FileReport file)
    {
        var events = file.Events == 1 ? "1 event" : $"{file.Events} events";
        var text = $"{file.Name}: {Size(file.Bytes)}, {events}";
        if (file.PartialEvent is { } offset)
            return $"{text}, and the event at offset {offset} is being written";
        if (file.HasEncryptedEvents)
            return $"{text}, lengths whole; checksums cannot be verified because MariaDB encrypted the file";
        var verified = file.HasChecksums ? "every checksum right" : "lengths whole; the server writes no checksums";
        return file.BytesLeft > 0 ? $"{text} so far, {verified}; {Size(file.BytesLeft)} left" : $"{text}, {verified}";
    }

    private void ReportDamage(FileReport file, FileDamage damage)
    {
        var gtid = file.SafeGtid.Length > 0 ? $" (GTID {file.SafeGtid})" : "";
        var safe = file.SafePosition > 0 ? $"; everything up to {file.SafePosition}{gtid} is whole" : "";
        var encrypted = damage.Kind == DamageKind.UnsupportedFormat ? NagiosState.Unknown : limits.IfDamaged;
        _result.Report(
            encrypted,
            $"{file.Name} is damaged at offset {damage.Offset}: {damage.Found}{safe}",
            file.IsRelayLog ? null : $"replicas that read so far will report {ReplicaOutcome.Of(damage.Kind, file.IsMariaDb)}");
        if (damage.Kind != DamageKind.UnsupportedFormat)
            BinlogIntegrityAdvice.ForDamage(_result, file, damage);
    }

    private void ReportEncrypted(FileReport file) => _result.CouldNotSee(
        new Unseen($"the events of {file.Name}", UnseenReason.Hidden, "binlog_encryption=ON of MySQL",
            "verify them through the server: mysqlbinlog --read-from-remote-server --verify-binlog-checksum"),
        limits.IfEncrypted);

    private void ReportNotClosed(FileReport file)
    {
        _result.Report(
            limits.IfNotClosed,
            $"{file.Name} was never closed, and it is not the newest file: the server died while it wrote it",
            $"every event in it is whole, up to {file.SafePosition}{(file.SafeGtid.Length > 0 ? $" (GTID {file.SafeGtid})" : "")}; "
                + $"transactions that were on their way then may be on a replica and not here, or here and not there");
        BinlogIntegrityAdvice.ForCrash(_result, file);
    }

    private void ReportOversized(FileReport file, long offset)
    {
        _result.Report(
            limits.IfOversized,
            $"{file.Name} holds an event at offset {offset} that is larger than {Size(limits.LargestEvent)} (--max-allowed-packet)",
            "a replica whose replica_max_allowed_packet (slave_max_allowed_packet) is smaller stops there with error 1153 or 13125");
        _result.Advise($"Compare the limits on every replica: {SqlStatement.Of($"SHOW GLOBAL VARIABLES LIKE '%max_allowed_packet'")}");
    }

    private void JudgeIndex()
    {
        if (measurement.Missing.Count > 0)
        {
            _result.Report(
                limits.IfMissing,
                $"{Files(measurement.Missing.Count)} of the index {(measurement.Missing.Count == 1 ? "is" : "are")} not there: "
                    + $"{Names(measurement.Missing)}",
                "a replica that needs one stops with 1236 \"could not find first log file name\" or \"could not open log file\"; on "
                    + "MariaDB it may show no error and reconnect for ever");
            BinlogIntegrityAdvice.ForMissing(_result, measurement);
        }

        if (measurement.Extra.Count > 0)
        {
            _result.Report(
                limits.IfExtra,
                $"{Files(measurement.Extra.Count)} in {measurement.Directory!.Path} {(measurement.Extra.Count == 1 ? "is" : "are")} not "
                    + $"in the index: {Names(measurement.Extra)}",
                "the server neither sends such a file to a replica nor purges it");
        }

        if (measurement.Gaps.Count > 0)
        {
            _result.Report(
                limits.IfExtra,
                $"the index leaves out numbers before {Names(measurement.Gaps)}",
                "somebody edited the index or a file was lost: replicas go from one side of the gap to the other without an error");
        }
    }

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames).Select(name => UntrustedText.Clean(name, 60)))
            + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");

    // Without a memory for the next run, what was not read stays unread.
    private void JudgeUnread()
    {
        if (measurement.Directory is not null)
        {
            _result.Note($"{Size(measurement.BytesLeft)} are still to be read; the next runs go on there");
            return;
        }

        _result.Report(NagiosState.Unknown,
            $"the time was up before the end: {Size(measurement.BytesLeft)} were not read; raise --timeout");
    }

    private string Summary()
    {
        if (measurement.Files.Count == 0)
            return "no binlog was read";
        var newest = measurement.Files[^1];
        var what = measurement.Directory is { } directory
            ? $"the newest {Files(measurement.Files.Count)} of {directory.Files.Count} in {directory.Path} "
                + $"{(measurement.Files.Count == 1 ? "is" : "are")} whole"
            : $"{Files(measurement.Files.Count)} whole{(newest.IsInUse ? " so far: not closed yet" : "")}";
        var end = newest.SafeGtid.Length > 0 ? $", up to {newest.SafeGtid} at {newest.Name}:{newest.SafePosition}"
            : $", up to {newest.Name}:{newest.SafePosition}";
        var encrypted = measurement.Files.Any(file => file.HasEncryptedEvents)
            ? "; of what MariaDB encrypted only the lengths of events can be verified" : "";
        return $"{what}, {Size(measurement.BytesRead)} verified{end}{encrypted}";
    }
}
