namespace NagiosChecks.BinlogPartition;

/// <summary>
/// Writing that happened like this before and ended by itself, such as a nightly batch: on at least two earlier days about as much
/// (give or take a quarter) was written in as long a time.
/// </summary>
/// <param name="SoFar">Bytes that this burst has written by now.</param>
/// <param name="Usual">Bytes that the largest of the earlier ones wrote.</param>
internal readonly record struct OrdinaryBurst(double SoFar, double Usual)
{
    private const double Day = 86400;
    private const double Step = 300;

    // Nights differ a little, and samples of days ago lie far apart.
    private const double Tolerance = 1.25;

    /// <summary>Bytes that it is still going to write if it is like the largest before it.</summary>
    public double Rest => Math.Max(0, Usual - SoFar);

    /// <summary>Looks for the like of what is going on in the past; null when there is none on two days.</summary>
    /// <param name="history">Fill of the past days.</param>
    /// <param name="deciding">The window that shows the growth.</param>
    /// <param name="timeToFull">How long it would have to go on, in seconds.</param>
    public static OrdinaryBurst? Find(FillHistory history, GrowthWindow deciding, double timeToFull)
    {
        var lasted = Lasted(history, deciding);
        var soFar = history.AllBytesAt(history.Now) - history.AllBytesAt(history.Now - lasted);
        var span = lasted + Math.Min(timeToFull, Day / 2);
        var (days, usual) = (0, 0d);

        // One day at a time, from the one that ended when this burst began.
        for (var end = history.Now - lasted; end - Day >= history.Start - Step; end -= Day)
        {
            var most = MostWithin(history, end - Day, end, span);
            if (most * Tolerance < soFar)
                continue;
            days++;
            usual = Math.Max(usual, most);
        }

        return days >= 2 ? new OrdinaryBurst(soFar, usual) : null;
    }

    // Back to where less than half of the rate was written.
    private static double Lasted(FillHistory history, GrowthWindow deciding)
    {
        var step = deciding.Window / 3;
        var lasted = deciding.Window;
        while (lasted < Day / 2 && history.AllBytesAt(history.Now - lasted) - history.AllBytesAt(history.Now - lasted - step) >= deciding.BytesPerSecond * step / 2)
            lasted += step;
        return lasted;
    }

    private static double MostWithin(FillHistory history, double from, double to, double span)
    {
        var most = 0d;
        for (var time = from; time < to; time += Step)
            most = Math.Max(most, history.AllBytesAt(Math.Min(time + span, to)) - history.AllBytesAt(time));
        return most;
    }
}
