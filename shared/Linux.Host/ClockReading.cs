namespace Linux.Host;

/// <summary>
/// One reading of the host's clocks. The wall clock can be stepped; the time since boot (CLOCK_BOOTTIME, clock_gettime(2), which
/// counts through suspend) cannot, but starts anew at every boot, which the boot id tells apart.
/// </summary>
/// <param name="WallSeconds">Seconds since 1970 by the wall clock.</param>
/// <param name="BootSeconds">Seconds since boot.</param>
/// <param name="BootId">/proc/sys/kernel/random/boot_id, random(4); empty where it cannot be read.</param>
public readonly record struct ClockReading(double WallSeconds, double BootSeconds, string BootId)
{
    private const int BootTimeClock = 7;
    private const int BootIdLength = 36;

    /// <summary>Reads the clocks now.</summary>
    public static unsafe ClockReading Now()
    {
        var time = stackalloc long[2];
        var bootSeconds = NativeMethods.ClockGetTime(BootTimeClock, time) == 0 ? time[0] + time[1] / 1e9 : 0;
        return new ClockReading((DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds, bootSeconds, ReadBootId());
    }

    /// <summary>
    /// Seconds since an earlier reading, untouched by steps of the wall clock; null when the host has rebooted since or that cannot
    /// be told, when the earlier reading lies in the future (a restored machine), or when no time has passed.
    /// </summary>
    public double? SecondsSince(ClockReading earlier) =>
        !string.IsNullOrEmpty(BootId) && BootId == earlier.BootId && BootSeconds > earlier.BootSeconds ? BootSeconds - earlier.BootSeconds
            : null;

    private static unsafe string ReadBootId()
    {
        var file = NativeMethods.OpenAt(
            NativeMethods.AtCurrentDirectory, "/proc/sys/kernel/random/boot_id", NativeMethods.ReadOnly | NativeMethods.CloseOnExec, 0);
        if (file < 0)
            return "";
        var buffer = stackalloc byte[BootIdLength];
        var length = NativeMethods.Read(file, buffer, BootIdLength);
        _ = NativeMethods.Close(file);
        return length == BootIdLength ? System.Text.Encoding.ASCII.GetString(buffer, BootIdLength) : "";
    }
}
