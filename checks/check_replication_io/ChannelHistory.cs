using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>What earlier runs saw of one channel; times are ages in seconds.</summary>
internal sealed record ChannelHistory
{
    private const int MostFalls = 60;

    /// <summary>True when its IO thread did not run at the last look.</summary>
    public bool IsDown { get; init; }

    /// <summary>For how long the IO thread has been seen not running; 0 while it runs.</summary>
    public double SecondsDown { get; init; }

    /// <summary>Ages of its falls from running to not running, the newest first; as text, so that two histories compare as
    /// values.</summary>
    public string Falls { get; init; } = "";

    /// <summary>The place up to which it had read when the source was last looked at: <c>FILE:POSITION</c>; empty when nobody
    /// looked.</summary>
    public string ReadPlace { get; init; } = "";

    /// <summary>Bytes of the source that were not read then.</summary>
    public ulong BytesBehind { get; init; }

    /// <summary>For how long it has been seen to read nothing while the source went on, seconds; 0 when it reads.</summary>
    public double SecondsStalled { get; init; }

    /// <summary>How often it fell within the last hour.</summary>
    public int FallCount => Falls.Length == 0 ? 0 : Falls.Count(letter => letter == ',') + 1;

    /// <summary>True while nothing happens: it runs, it has not fallen, and nobody looks at the source.</summary>
    public bool IsQuiet => !IsDown && Falls.Length == 0 && ReadPlace.Length == 0;

    /// <summary>The history after this run.</summary>
    /// <param name="before">What was remembered; null when the channel was never seen.</param>
    /// <param name="status">The channel now.</param>
    /// <param name="behind">Bytes of the source that are not read; null when nobody looked at the source.</param>
    /// <param name="elapsed">Seconds since the last run.</param>
    public static ChannelHistory After(ChannelHistory? before, ReplicaStatus status, long? behind, double elapsed)
    {
        var running = status.Io == ReplicaThreadState.Running;
        var place = behind is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{status.ReadFile}:{status.ReadPosition}");
        var falls = before?.Falls ?? "";
        if (before is { IsDown: false } && !running && before.FallCount < MostFalls)
            falls = falls.Length == 0 ? "0" : $"0,{falls}";

        // Between two looks the source went on and the thread read nothing of it: its connection is dead, and it does not know.
        var stalled = running && before is { ReadPlace.Length: > 0 } && before.ReadPlace == place && behind > (long)before.BytesBehind;
        var stillStalled = running && before is { SecondsStalled: > 0 } && before.ReadPlace == place && behind > 0;
        return new ChannelHistory
        {
            IsDown = !running,
            SecondsDown = !running && before is { IsDown: true } ? before.SecondsDown : 0,
            Falls = falls,
            ReadPlace = place,
            BytesBehind = (ulong)(behind ?? 0),
            SecondsStalled = stillStalled ? before!.SecondsStalled : stalled ? Math.Max(elapsed, 0.1) : 0,
        };
    }

    /// <summary>Reads the fields of a record; null for what is none.</summary>
    internal static ChannelHistory? Read(string[] fields, double elapsed, double window)
    {
        if (fields is not ["channel", _, var state, var seconds, var falls, var place, var behind, var stalled]
            || !ReplicationIoHistory.TryAge(seconds, out var down))
            return null;
        var recent = new List<string>();
        foreach (var field in falls.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (ReplicationIoHistory.TryAge(field, out var age) && age + elapsed <= window)
                recent.Add(ReplicationIoHistory.Age(age + elapsed));
        }

        var isDown = state == "down";
        return new ChannelHistory
        {
            IsDown = isDown,
            SecondsDown = isDown ? down + elapsed : 0,
            Falls = string.Join(',', recent),
            ReadPlace = place,
            BytesBehind = ulong.TryParse(behind, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0,
            SecondsStalled = ReplicationIoHistory.TryAge(stalled, out var since) && since > 0 ? since + elapsed : 0,
        };
    }

    /// <summary>The record of a channel.</summary>
    internal string Write(string key) => string.Join('\t',
        "channel", UntrustedText.Clean(key, 200), IsDown ? "down" : "up", ReplicationIoHistory.Age(SecondsDown), Falls,
            UntrustedText.Clean(ReadPlace, 300),
        BytesBehind.ToString(CultureInfo.InvariantCulture), ReplicationIoHistory.Age(SecondsStalled));
}
