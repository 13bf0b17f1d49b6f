namespace NagiosChecks.BinlogPartition;

/// <summary>Room that was lost all day long, purges counted: what slow growth leads to.</summary>
/// <param name="BytesPerSecond">Room lost a second on average over a day.</param>
/// <param name="TimeToFull">Seconds until the room is used up at that pace.</param>
/// <param name="OtherBytesPerSecond">The part of other files than binlogs.</param>
internal readonly record struct DayTrend(double BytesPerSecond, double TimeToFull, double OtherBytesPerSecond)
{
    private const double Day = 86400;
    private const double LumpSpan = 3 * 3600;
    private const double LumpSlot = 1800;
    private const double SteadySpan = 600;

    /// <summary>The trend; null when the room did not fall through all of the day or does not fall any more.</summary>
    public static DayTrend? Of(RoomHistory history, PurgePlan plan, RoomNow room, LearntEnds ends)
    {
        if (Growth.Thirds(history, Day) is not { } corners)
            return null;
        var seconds = corners.Newest.Time - corners.Oldest.Time;
        var rate = (corners.Oldest.Room - corners.Newest.Room) / seconds;
        var least = Math.Min(Fall(corners.Oldest, corners.Older), Math.Min(Fall(corners.Older, corners.Middle), Fall(corners.Middle,
            corners.Newest)));
        if (rate <= 0 || least < rate / 3 || !GoesOn(history, rate))
            return null;
        var others = Math.Clamp((corners.Newest.Others - corners.Oldest.Others) / seconds, 0, rate);
        var window = new GrowthWindow(Day, rate, rate - others, rate);
        var time = plan.TimeToFull(room.FreeBytes, history.RoomPerByte * room.BinlogBytes, window, history.RoomPerByte);
        if (time < 3 * Day && ends.Find(window, time, 0.02 * room.TotalBytes) is not null)
            return null;
        return new DayTrend(rate, time, others);

        static double Fall(RoomPoint from, RoomPoint to) => (from.Room - to.Room) / (to.Time - from.Time);
    }

    // Growth that used to come all the time must have come in the last ten minutes as well; one that comes in lumps, within three hours.
    private static bool GoesOn(RoomHistory history, double rate)
    {
        var (slots, growing) = (0, 0);
        for (var end = LumpSpan; end < 3 * LumpSpan; end += LumpSlot)
        {
            var (from, to) = (history.Points[history.Back(end + LumpSlot)], history.Points[history.Back(end)]);
            if (to.Time <= from.Time)
                continue;
            slots++;
            growing += (to.Taken - from.Taken) / (to.Time - from.Time) >= rate / 2 ? 1 : 0;
        }

        var span = slots > 0 && growing >= 0.75 * slots ? Math.Max(SteadySpan, 2 * history.Interval) : LumpSpan;
        return history.RecentRate(span) >= rate / 2;
    }
}
