using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// What a status file says about acknowledgements. Trusted is <c>problem_has_been_acknowledged</c> alone: the type stays behind when
/// an acknowledgement is removed, and comments outlive it. The comment of an acknowledgement is the newest with entry_type 4, since
/// nothing links the two; it alone knows author and time. Times are never compared with last_state_change: sticky
/// acknowledgements and SOFT to HARD move that past the acknowledgement.
/// </summary>
/// <param name="Created">When the engine wrote the file, seconds since 1970.</param>
/// <param name="Report">What it holds.</param>
internal sealed record StatusFile(double Created, EngineReport Report)
{
    private const double AcknowledgementEntry = 4;

    /// <summary>Reads all blocks of a status file.</summary>
    /// <exception cref="CheckException">Damaged, half-written or no status file.</exception>
    public static StatusFile Read(StatusBlocks blocks, string path)
    {
        var things = new Dictionary<Checkable, Thing>();
        double? created = null;
        var version = "";
        bool? notifications = null;
        while (blocks.Next())
        {
            if (blocks.Name.SequenceEqual("servicestatus"u8) || blocks.Name.SequenceEqual("hoststatus"u8))
                ReadStatus(blocks, things);
            else if (blocks.Name.SequenceEqual("servicecomment"u8) || blocks.Name.SequenceEqual("hostcomment"u8))
                ReadComment(blocks, things);
            else if (blocks.Name.SequenceEqual("info"u8))
                (created, version) = (blocks.Number("\n\tcreated="u8), blocks.Text("\n\tversion="u8) ?? "");
            else if (blocks.Name.SequenceEqual("programstatus"u8))
                notifications = !blocks.Has("\n\tenable_notifications=0\n"u8);
        }

        if (created is not > 0 || notifications is null)
            throw new CheckException($"{path} is half-written or no status file: it has no "
                + $"{(created is > 0 ? "programstatus" : "info")} block");
        var problems = new List<AcknowledgedProblem>();
        var leftovers = new List<LeftoverComment>();
        foreach (var (about, thing) in things)
        {
            if (thing is { Problem: { } problem })
                problems.Add(WithComment(problem, thing.Comment));
            else if (thing.Comment is { } comment && thing.State != NagiosState.Ok)
                leftovers.Add(new LeftoverComment(about, thing.State, comment.Author, comment.Text, comment.Time));
        }

        return new StatusFile(created.Value, new EngineReport
        {
            Engine = $"{(blocks.IsNaemon ? "Naemon" : blocks.IsIcinga ? "Icinga" : "Nagios")} {UntrustedText.Clean(version, 40)}",
            Problems = problems,
            Leftovers = leftovers,
            NotificationsEnabled = notifications,
            HasExpiry = blocks.IsNaemon || blocks.IsIcinga,
        });
    }

    // Icinga 1 keeps the end of an acknowledgement in its comment, Naemon in the status block.
    private static AcknowledgedProblem WithComment(AcknowledgedProblem problem, EntryComment? comment) => comment is null ? problem
        : problem with
    {
        AcknowledgedAt = comment.Time > 0 ? comment.Time : null,
        Author = comment.Author,
        Comment = comment.Text,
        Expires = problem.Expires ?? (comment.Expires > 0 ? comment.Expires : null),
    };

    private static void ReadStatus(StatusBlocks blocks, Dictionary<Checkable, Thing> things)
    {
        // Most of a file are blocks like this, and they end here.
        var acknowledged = blocks.Has("\n\tproblem_has_been_acknowledged=1\n"u8);
        if (!acknowledged && blocks.Has("\n\tcurrent_state=0\n"u8))
            return;
        var isHost = blocks.Name.SequenceEqual("hoststatus"u8);
        var isExact = true;
        if (blocks.NameOf("\n\thost_name="u8, ref isExact) is not { } host
            || (blocks.NameOf("\n\tservice_description="u8, ref isExact) is var service && service is null != isHost))
            return;
        var state = AcknowledgedProblem.StateOf(blocks.Number("\n\tcurrent_state="u8), isHost);
        things[new Checkable(host, service)] = new Thing(state, acknowledged
            ? ReadProblem(blocks, host, service, state) with { HasExactName = isExact } : null);
    }

    private static AcknowledgedProblem ReadProblem(StatusBlocks blocks, string host, string? service, NagiosState state)
    {
        var end = blocks.Number("\n\tacknowledgement_end_time="u8);
        return new AcknowledgedProblem
        {
            Host = host,
            Service = service,
            State = state,
            Sticky = blocks.Has("\n\tacknowledgement_type=2\n"u8),
            Output = blocks.Text("\n\tplugin_output="u8) ?? "",
            LongOutput = Lines(blocks.Text("\n\tlong_plugin_output="u8) ?? ""),
            PerfData = blocks.Text("\n\tperformance_data="u8) ?? "",
            NotificationsEnabled = !blocks.Has("\n\tnotifications_enabled=0\n"u8),
            LastOk = blocks.Number(service is null ? "\n\tlast_time_up="u8 : "\n\tlast_time_ok="u8),
            Occurrence = blocks.Text("\n\tcurrent_problem_id="u8) ?? "",
            InDowntime = blocks.Number("\n\tscheduled_downtime_depth="u8) > 0,
            Expires = end > 0 ? end : null,
        };
    }

    // Nagios escapes a line break as \n and a backslash as \\ (xsddefault.c).
    private static string Lines(string text) => text.Replace("\\\\", "\u0001", StringComparison.Ordinal)
        .Replace("\\n", "\n", StringComparison.Ordinal).Replace('\u0001', '\\');

    private static void ReadComment(StatusBlocks blocks, Dictionary<Checkable, Thing> things)
    {
        var isExact = true;
        if (blocks.Number("\n\tentry_type="u8) != AcknowledgementEntry || blocks.NameOf("\n\thost_name="u8, ref isExact) is not { } host
            || !things.TryGetValue(new Checkable(host, blocks.NameOf("\n\tservice_description="u8, ref isExact)), out var thing))
            return;
        var comment = new EntryComment(blocks.Number("\n\tentry_time="u8), blocks.Number("\n\tcomment_id="u8), blocks.Text(
            "\n\tauthor="u8) ?? "", blocks.Text("\n\tcomment_data="u8) ?? "")
        {
            Expires = blocks.Has("\n\texpires=1\n"u8) ? blocks.Number("\n\texpire_time="u8) : 0,
        };
        if (thing.Comment is not { } known || comment.Time > known.Time || (comment.Time == known.Time && comment.Id > known.Id))
            thing.Comment = comment;
    }

    private sealed record EntryComment(double Time, double Id, string Author, string Text)
    {
        public double Expires { get; init; }
    }

    // Everything that is not OK or acknowledged: with its problem when that is acknowledged.
    private sealed record Thing(NagiosState State, AcknowledgedProblem? Problem)
    {
        public EntryComment? Comment { get; set; }
    }
}
