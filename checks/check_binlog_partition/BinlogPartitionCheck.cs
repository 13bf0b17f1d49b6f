using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>Judges how long the partition of the binlogs will last.</summary>
internal static class BinlogPartitionCheck
{
    // Below this a server cannot write its next event: the file system is full, whatever the last block holds.
    private const long FullBytes = 1024 * 1024;

    public static CheckDescription Description { get; } = new(
        "check_binlog_partition",
        "how long until the partition that holds the binlogs is full?",
        """
        The binlogs are their own history: sizes, first events and modification times tell how much was written when, so the first run knows the
        growth already, and purges do not disturb it. Between runs the fill of the file system is kept too, so that others who write there count.

        A rate counts only while it lasts through a whole window (from --short-window to --long-window), and is trusted five times as far
        ahead as it has lasted. What happened like this on two earlier days and ended by itself raises no alarm while it leaves room.

        Needs the right to list the directory; reads the first kilobyte of a few binlogs at most, no row data. Run it on the database host.
        With a login it also knows what will be purged in time, sessions that wait for room, and a binlog that went off. It never asks
        anything that hangs on a full disk.
        """)
    {
        States =
        [
            "CRITICAL: time to full, use, free bytes, growth or inodes in a critical range; the partition is full or read-only; sessions wait for room; the binlog went off (--if-binlog-off); the server is down (--if-server-down)",
            "WARNING: the same with the warning ranges",
            "OK: none of these; binlogs on the disk of the data are noted (--if-same-device)",
            "UNKNOWN: the directory was not found, may not be listed (--if-unlisted), or its file system does not answer",
        ],
        Examples =
        [
            ("check_binlog_partition", "finds the server that runs here, judges with the defaults"),
            ("check_binlog_partition --path /var/lib/mysql-binlog -v", "no login; shows the growth of the last hours"),
            ("check_binlog_partition --defaults-extra-file /etc/nagios/mysql.cnf -w 4h: -c 1h:", "with a login, which knows what will be purged; earlier alarms"),
            ("check_binlog_partition --free-critical 20G: --if-same-device warning", "a floor under the free space; binlogs belong on a disk of their own"),
        ],
    };

    /// <summary>The verdict.</summary>
    /// <param name="view">What was seen.</param>
    /// <param name="limits">What the operator decides.</param>
    public static NagiosCheckResult Evaluate(PartitionView view, PartitionLimits limits)
    {
        var result = new NagiosCheckResult(Description.Name);
        var plan = PurgeAdvice.Plan(view.Files ?? [], view.Server, view.History.Now);
        var forecast = FillForecast.Of(view.History, plan, view.Usage.AvailableBytes, view.BinlogBytes, limits.ShortWindow, limits.LongWindow);
        result.Data = json => BinlogPartitionJson.Write(json, view, forecast);

        var full = view.Usage.AvailableBytes < FullBytes;
        JudgeTime(result, view, forecast, limits, full);
        JudgeSpace(result, view, forecast, limits);
        var filling = result.State is NagiosState.Warning or NagiosState.Critical;
        var inodes = JudgeInodes(result, view, limits);
        JudgeShape(result, view, limits);
        JudgeServer(result, view, limits, full);
        JudgeSight(result, view, forecast, limits);
        PartitionAdvice.Give(result, view, full, filling, inodes);
        return result;
    }

    private static void JudgeTime(NagiosCheckResult result, PartitionView view, FillForecast forecast, PartitionLimits limits, bool full)
    {
        var seconds = full ? 0 : Math.Round(forecast.TimeToFull);
        var datum = new PerfDatum("time_to_full", seconds, "s") { Thresholds = limits.TimeToFull, Minimum = 0, Maximum = forecast.Limit };
        var room = $"{Quantity.Human(view.Usage.AvailableBytes, Dimension.Size)} of {Quantity.Human(view.Usage.TotalBytes, Dimension.Size)} free";
        var rate = PerMinute(Rate(forecast, view));
        if (full)
        {
            var waiting = view.Server is { SessionsWaiting: > 0 } server ? $", {server.SessionsWaiting} sessions wait for room{(server.SessionsKilled > 0 ? $" and {server.SessionsKilled} killed ones cannot end" : "")}" : "";
            result.Graph(datum).Report(NagiosState.Critical, $"{view.Directory} is full: {room}{waiting}", "the server waits until there is room and looks once a minute; every write waits with it");
            return;
        }

        if (IsUnknown(forecast, view, limits))
        {
            // Nothing is known yet, and that must not look like an all-clear.
            result.Summary = $"{view.Directory}: {room}, its growth is not known yet";
            result.Note($"growth is known after {Quantity.Human(limits.ShortWindow, Dimension.Duration)}, from the next runs on");
            return;
        }

        var text = forecast.Fills
            ? $"{view.Directory} full in {Quantity.Human(forecast.TimeToFull, Dimension.Duration)}: {rate}, {room}"
            : IsTooYoung(forecast, view, limits)
            ? $"{view.Directory} growing {rate}, not for long enough to say when it is full, {room}"
            : $"{view.Directory} not full within {Quantity.Human(forecast.Limit, Dimension.Duration)}: {rate}, {room}";
        result.Summary = text;
        result.Measure(datum, text, forecast.Ordinary is null && forecast.Deciding is { } window ? $"this growth has lasted {Quantity.Human(window.Window, Dimension.Duration)}" : null);
        if (forecast.Ordinary is { } ordinary)
            result.Note($"writing {rate} as on earlier days, when it ended after {Quantity.Human(ordinary.Usual, Dimension.Size)}; {Quantity.Human(ordinary.SoFar, Dimension.Size)} so far");
    }

    private static void JudgeSpace(NagiosCheckResult result, PartitionView view, FillForecast forecast, PartitionLimits limits)
    {
        var usage = view.Usage;
        var used = Math.Round(usage.UsedPercent, 2);
        result.Measure(new PerfDatum("used", used, "%") { Thresholds = limits.Used, Minimum = 0, Maximum = 100 }, $"{Quantity.Human(used, Dimension.Percent)} of {view.Directory} in use");
        result.Measure(new PerfDatum("free", usage.AvailableBytes, "B") { Thresholds = limits.Free, Minimum = 0, Maximum = usage.TotalBytes }, $"{Quantity.Human(usage.AvailableBytes, Dimension.Size)} free on {view.Directory}");
        if (!IsUnknown(forecast, view, limits))
        {
            var growth = Math.Round(Rate(forecast, view));
            result.Measure(new PerfDatum("growth", growth, "B") { Thresholds = limits.Growth, Minimum = 0 }, $"{view.Directory} grows by {PerMinute(growth)}");
        }

        if (view.Files is { } files)
            result.Graph(new PerfDatum("binlogs", view.BinlogBytes, "B") { Minimum = 0 }).Graph(new PerfDatum("binlog_files", files.Count) { Minimum = 0 });
    }

    private static bool JudgeInodes(NagiosCheckResult result, PartitionView view, PartitionLimits limits)
    {
        if (view.Usage.InodesUsedPercent is not { } percent)
            return false;
        var inodes = Math.Round(percent, 2);
        result.Measure(new PerfDatum("inodes", inodes, "%") { Thresholds = limits.Inodes, Minimum = 0, Maximum = 100 }, $"{Quantity.Human(inodes, Dimension.Percent)} of the inodes of {view.Directory} in use");
        return limits.Inodes.Judge(inodes) != NagiosState.Ok;
    }

    private static void JudgeShape(NagiosCheckResult result, PartitionView view, PartitionLimits limits)
    {
        if (view.IsReadOnly)
            result.Report(NagiosState.Critical, $"{view.Mount?.ToString() ?? view.Directory} is mounted read-only: no binlog can be written", "the kernel remounts a file system so after an error: see dmesg");
        if (view.SharesDiskWith is { } shared)
        {
            var text = $"the binlogs share a disk with {shared}";
            if (limits.IfSameDevice == NagiosState.Ok)
                result.Note($"{text}: whatever fills the one stops the other (--if-same-device)");
            else
                result.Report(limits.IfSameDevice, text, "whatever fills the one stops the other, and one disk's failure takes both");
        }
        else if (limits.IfSameDevice != NagiosState.Ok && !view.DataIsKnown)
            result.Note("where the data is is not known without a login: whether the binlogs share its disk was not judged (--if-same-device)");
    }

    private static void JudgeServer(NagiosCheckResult result, PartitionView view, PartitionLimits limits, bool full)
    {
        if (view.LoginFailure is { } failure)
        {
            result.Report(failure.IsServerDown ? limits.IfServerDown : NagiosState.Unknown, failure.Message);
            foreach (var step in failure.NextSteps)
                result.NextStep(step);
        }

        if (view.Server is not { } server)
            return;
        if (server.SaysNoRoom && !full)
            result.Report(NagiosState.Critical, $"{server.SessionsWaiting} sessions wait for room on {view.Directory}", "the server looks again once a minute; if it goes on, it waits for another file system (tmpdir, data)");
        if (server.BinlogIsClosed == true)
            result.Report(limits.IfBinlogOff, $"{server.Version} writes no binlog although log_bin is on", "after an error it went on without one, until it is restarted; replicas show no error and lose every change");
        foreach (var blind in server.Blindness)
            result.Note(blind);
    }

    private static void JudgeSight(NagiosCheckResult result, PartitionView view, FillForecast forecast, PartitionLimits limits)
    {
        if (view.ListingFailure is { } failure)
        {
            var known = view.History.Samples > 0 ? "its growth is known from samples of this check only" : "its growth is not known yet";
            result.Report(limits.IfUnlisted, $"{failure}: the partition is judged, {known}");
            if (view.ListingGrant is { } grant)
                result.NextStep(grant);
        }
        else if (view.Files is { Count: 0 })
            result.Report(limits.IfUnlisted, $"no binlogs in {view.Directory}");
        if (!view.History.TimesAreTrusted)
            result.Note("the binlogs' times contradict each other or the clock (a step of the clock, or copied or touched files): what was written before that counts only from samples of this check");
        foreach (var note in view.Notes)
            result.Note(note);
        if (forecast.Ordinary is null && view.History is { Samples: 0 } && view.Files is { Count: > 0 })
            result.Note("first run on this file system: what others write to it is seen from the next run on");
    }

    // Nothing was seen, for less time than the shortest window.
    private static bool IsUnknown(FillForecast forecast, PartitionView view, PartitionLimits limits) =>
        !forecast.Fills && Rate(forecast, view) == 0 && view.History.Now - view.History.Start < limits.ShortWindow;

    // What has just begun would fill the disk soon if it went on, and most of what begins does not go on.
    private static bool IsTooYoung(FillForecast forecast, PartitionView view, PartitionLimits limits) =>
        Growth.Average(view.History, limits.ShortWindow, limits.ShortWindow) > 0 && Rate(forecast, view) is > 0 and var rate && view.Usage.AvailableBytes / rate < forecast.Limit && forecast.Windows[^1].BytesPerSecond < rate / 2;

    /// <summary>The rate to tell and to graph: what decides, else the plain average of the last minutes.</summary>
    private static double Rate(FillForecast forecast, PartitionView view) =>
        forecast.Deciding?.BytesPerSecond ?? Growth.Average(view.History, GrowthWindow.Reach * forecast.Windows[0].Window, forecast.Windows[0].Window / 3);

    internal static string PerMinute(double bytesPerSecond) => Quantity.Human(bytesPerSecond * 60, Dimension.Size) + "/min";
}
