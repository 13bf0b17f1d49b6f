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
            throw new CheckException($"{path} is half-written or no status file: it has no {(created is > 0 ? "programstatus" : "info")} block");
        var problems = new List<AcknowledgedProblem>();
        var leftovers = new List<LeftoverComment>();
        foreach (var (about, thing) in things)
        {
            if (thing is { Problem: { } problem })
                problems.Add(thing.Comment is null ? problem : problem with { AcknowledgedAt = thing.Comment.Time > 0 ? thing.Comment.Time : null, Author = thing.Comment.Author, Comment = thing.Comment.Text });
            else if (thing.Comment is { } comment)
                leftovers.Add(new LeftoverComment(about, thing.State, comment.Author, comment.Text, comment.Time));
        }

        return new StatusFile(created.Value, new EngineReport
        {
            Engine = $"{(blocks.IsNaemon ? "Naemon" : "Nagios")} {UntrustedText.Clean(version, 40)}",
            Problems = problems,
            Leftovers = leftovers,
            NotificationsEnabled = notifications,
        });
    }

    private static void ReadStatus(StatusBlocks blocks, Dictionary<Checkable, Thing> things)
    {
        // Most of a file are blocks like this, and they end here.
        if (blocks.Has("\n\tcurrent_state=0\n"u8))
            return;
        var isHost = blocks.Name.SequenceEqual("hoststatus"u8);
        if (blocks.Text("\n\thost_name="u8) is not { } host || (blocks.Text("\n\tservice_description="u8) is var service && service is null != isHost))
            return;
        var state = AcknowledgedProblem.StateOf(blocks.Number("\n\tcurrent_state="u8), isHost);
        if (!blocks.Has("\n\tproblem_has_been_acknowledged=1\n"u8))
        {
            things[new Checkable(host, service)] = new Thing(state, null);
            return;
        }

        things[new Checkable(host, service)] = new Thing(state, new AcknowledgedProblem
        {
            Host = host,
            Service = service,
            State = state,
            Sticky = blocks.Has("\n\tacknowledgement_type=2\n"u8),
            Output = blocks.Text("\n\tplugin_output="u8) ?? "",
            PerfData = blocks.Text("\n\tperformance_data="u8) ?? "",
            NotificationsEnabled = !blocks.Has("\n\tnotifications_enabled=0\n"u8),
            LastOk = blocks.Number(isHost ? "\n\tlast_time_up="u8 : "\n\tlast_time_ok="u8),
            Occurrence = blocks.Text("\n\tcurrent_problem_id="u8) ?? "",
        });
    }

    private static void ReadComment(StatusBlocks blocks, Dictionary<Checkable, Thing> things)
    {
        if (blocks.Number("\n\tentry_type="u8) != AcknowledgementEntry || blocks.Text("\n\thost_name="u8) is not { } host
            || !things.TryGetValue(new Checkable(host, blocks.Text("\n\tservice_description="u8)), out var thing))
            return;
        var comment = new EntryComment(blocks.Number("\n\tentry_time="u8), blocks.Number("\n\tcomment_id="u8), blocks.Text("\n\tauthor="u8) ?? "", blocks.Text("\n\tcomment_data="u8) ?? "");
        if (thing.Comment is not { } known || comment.Time > known.Time || (comment.Time == known.Time && comment.Id > known.Id))
            thing.Comment = comment;
    }

    private sealed record EntryComment(double Time, double Id, string Author, string Text);

    // Everything that is not OK: with its problem when that is acknowledged.
    private sealed record Thing(NagiosState State, AcknowledgedProblem? Problem)
    {
        public EntryComment? Comment { get; set; }
    }
}
