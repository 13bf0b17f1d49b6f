using System.Globalization;
using Linux.Host;
using MySql.Binlog;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>Looks into a source's binlog directory: the list with times, and a few bytes at the places where replicas stopped.</summary>
internal static class SourceFolder
{
    // Milliseconds for the events of one file.
    private const int LongestWalk = 2000;

    /// <summary>The directory's binlogs and the places.</summary>
    /// <param name="folder">The directory.</param>
    /// <param name="file">A binlog of the source that a replica names, to tell its files from others such as relay logs.</param>
    /// <param name="places">Places to look at.</param>
    /// <param name="now">Seconds since 1970.</param>
    /// <exception cref="CheckException">The directory cannot be listed.</exception>
    public static SourceReading Read(string folder, string file, IReadOnlyList<BinlogPlace> places, double now)
    {
        var names = new HostFiles("/").List(Path.GetFullPath(folder))
            ?? throw new CheckException($"--source-binlog-dir {UntrustedText.Clean(folder, 200)} does not exist");
        var wanted = BinlogFileName.Parse(file)?.Base.ToString();
        var files = names.Select(BinlogFileName.Parse).OfType<BinlogFileName>()
            .Where(name => wanted is null || name.Base.SequenceEqual(wanted)).OrderBy(name => name.Number);
        var logs = new List<SourceLog>();
        foreach (var name in files)
        {
            if (FileStatus.Read(Path.Combine(folder, name.Text)) is { IsRegularFile: true } status)
                logs.Add(new SourceLog(name.Text, status.Size, status.ModifiedSeconds));
        }

        var reading = new SourceReading { Address = folder, IsDirectory = true, Logs = logs };
        var unseen = new List<Unseen>();
        var spots = new List<BinlogSpot>();
        if (logs.Count == 0)
            unseen.Add(new Unseen("the source's binlogs", UnseenReason.Absent,
                $"{folder} holds none{(wanted is null ? "" : $" named {wanted}.NNNNNN")}", "name the source's binlog directory"));
        foreach (var place in logs.Count == 0 ? [] : places)
        {
            if (Look(folder, place, now, unseen) is { } spot)
                spots.Add(spot);
        }

        return reading with { Spots = spots, Unseen = unseen };
    }

    private static BinlogSpot? Look(string folder, BinlogPlace place, double now, List<Unseen> unseen)
    {
        // The name comes from a server's text: it must not lead out of the directory.
        if (BinlogFileName.Parse(place.File) is null || place.File.Contains('/', StringComparison.Ordinal))
            return null;
        var path = Path.Combine(folder, place.File);
        if (FileStatus.Read(path) is not { } status)
            return new BinlogSpot(SpotVerdict.Missing, place.File, place.Position, 0);
        if (!status.IsRegularFile)
            return null;
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var start = new byte[BinlogFileStart.SufficientLength];
            var header = new byte[BinlogEventHeader.Size];
            var startLength = RandomAccess.Read(handle, start, 0);
            var headerLength = place.Position < long.MaxValue ? RandomAccess.Read(handle, header, (long)place.Position) : 0;
            var spot = BinlogSpot.Judge(place, RandomAccess.GetLength(handle), start.AsSpan(0, startLength),
                header.AsSpan(0, headerLength), now);
            return spot.Verdict is SpotVerdict.Garbage or SpotVerdict.Cut
                ? spot.Inside(EventWalk.Around(handle, place.Position, now, Environment.TickCount64 + LongestWalk))
                : spot;
        }
        catch (UnauthorizedAccessException)
        {
            unseen.Add(new Unseen($"the event at {place.Position} of {path}", UnseenReason.Denied, null,
                "add the user that runs the check to the group mysql"));
        }
        catch (IOException failure)
        {
            unseen.Add(new Unseen($"the event at {place.Position} of {path}", UnseenReason.Unreadable,
                string.Create(CultureInfo.InvariantCulture, $"error {failure.HResult}")));
        }

        return null;
    }
}
