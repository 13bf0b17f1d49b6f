using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>What to do about the acknowledgement that stands in the first line.</summary>
internal static class StaleAcksAdvice
{
    /// <summary>Adds the steps.</summary>
    public static void Add(NagiosCheckResult result, StaleAcksMeasurement measurement, AcknowledgementVerdict worst)
    {
        var name = AcknowledgementText.Name(worst.Problem.Name);
        var isOk = worst.Problem.State == NagiosState.Ok;
        if (!isOk)
            result.Advise($"Look at {name} now: while it is acknowledged the engine notifies nobody about it");
        AddClear(result, measurement.Source, worst);
        if (isOk)
            return;
        if (measurement.Report.HasExpiry)
            result.Advise($"If it must stay quiet, acknowledge it anew with an end (expiry) and a comment that names everything that "
                + $"fails");
        else
            result.Advise($"If it must stay quiet, acknowledge it anew, not sticky, with a comment that names everything that fails, "
                + $"and with {NextStep.Of($"#until YYYY-MM-DD")} in it");
    }

    // The mail of an engine loses quotes, '$' and '>' (illegal_macro_output_chars): there the web interface is the way.
    private static void AddClear(NagiosCheckResult result, AcknowledgementSource source, AcknowledgementVerdict worst)
    {
        if (source.ClearCommand(worst.Problem) is not { } clear)
        {
            result.Advise($"Remove the acknowledgement in the engine's web interface: its name is not UTF-8, and no command can carry it");
            return;
        }

        var permission = source.ClearPermission is { } needed ? NextStep.Of($" ({needed})") : NextStep.Of($"");
        result.Advise($"Remove the acknowledgement, in the web interface or with this command{permission}: {clear}");
        result.Advise($"Removing it notifies nobody by itself: who else must know is told by you, or by a custom notification in the "
            + $"web interface");
    }
}
