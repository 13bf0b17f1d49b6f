namespace Nagios.Plugin.Tests;

/// <summary>Seeded results whose every text comes from outside.</summary>
internal static class RandomResult
{
    public static NagiosCheckResult Next(HostileText text)
    {
        var random = text.Random;
        var result = new NagiosCheckResult("SAMPLE") { Summary = text.Next(), NotApplicable = random.Next(9) == 0 ? text.Next() : null };
        if (random.Next(6) == 0)
            result.Headline = text.Next();
        for (var count = random.Next(random.Next(20) == 0 ? 200 : 5); count > 0; count--)
            result.Report((NagiosState)random.Next(4), text.Next(), random.Next(2) == 0 ? null : text.Next(20));
        for (var count = random.Next(random.Next(20) == 0 ? 200 : 5); count > 0; count--)
            result.Graph(RandomPerfData.Next(text));
        for (var count = random.Next(4); count > 0; count--)
            result.Advise($"{text.Next(20)}").Note(text.Next(20));
        return result;
    }
}
