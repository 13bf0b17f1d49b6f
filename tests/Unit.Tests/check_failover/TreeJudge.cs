using Linux.Host;
using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.Failover.Tests;

/// <summary>Judges trees as the check does, from answers in place of servers.</summary>
internal static class TreeJudge
{
    /// <summary>The limits of a command line.</summary>
    public static FailoverLimits Limits(Action<FailoverOptions>? set = null)
    {
        var options = new FailoverOptions();
        set?.Invoke(options);
        return FailoverLimits.Of(options);
    }

    /// <summary>The verdict.</summary>
    public static FailoverVerdict Verdict(IReadOnlyList<ServerAnswers> servers, FailoverLimits? limits = null) =>
        FailoverVerdict.Of(ServerTree.Of(servers), limits ?? Limits());

    /// <summary>The result.</summary>
    public static NagiosCheckResult Result(IReadOnlyList<ServerAnswers> servers, FailoverLimits? limits = null) =>
        FailoverEvaluation.Judge(FailoverMeasurement.Of(new TreeReading(servers, DateTimeOffset.UtcNow, IsReplay: true)),
            limits ?? Limits(), ClockReading.Now());

    /// <summary>The text, as an engine gets it.</summary>
    public static string Text(IReadOnlyList<ServerAnswers> servers, FailoverLimits? limits = null) =>
        ResultText.Render(Result(servers, limits), verbosity: 3);
}
