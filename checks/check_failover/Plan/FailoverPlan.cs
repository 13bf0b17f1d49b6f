using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>
/// The runbook of a failover for one tree in one moment: equalise, apply, stop receiving, fence, compare, promote, repoint, open. It is
/// text; nothing is executed.
/// </summary>
internal sealed class FailoverPlan
{
    private readonly List<PlanStep> _steps = [];
    private readonly FailoverTree _tree;
    private readonly FailoverReplica _best;

    // Replicas of replicas go on following them, and are looked at in the end only.
    private readonly List<FailoverReplica> _direct = [];

    private FailoverPlan(NextStep missing)
    {
        Missing = missing;
        _tree = null!;
        _best = null!;
    }

    private FailoverPlan(FailoverVerdict verdict)
    {
        _tree = verdict.Tree;
        _best = verdict.Candidates[0];
        foreach (var replica in _tree.Replicas)
        {
            if (replica.IsDirect)
                _direct.Add(replica);
        }
    }

    /// <summary>The steps in order; none where there is no plan.</summary>
    public IReadOnlyList<PlanStep> Steps => _steps;

    /// <summary>Why there is no plan, and what a person must look at; null where there is one.</summary>
    public NextStep? Missing { get; }

    /// <summary>Makes the plan.</summary>
    public static FailoverPlan Of(FailoverVerdict verdict)
    {
        if (PlanScope.Missing(verdict) is { } missing)
            return new FailoverPlan(missing);
        if (ServerPlace.Parts(verdict.Candidates[0].Answers) is not var (host, port))
            return new FailoverPlan(NextStep.Of($"the address of {verdict.Candidates[0].Name} is not known: set report_host there"));
        var plan = new FailoverPlan(verdict);
        plan.MakeRoomInstead();
        plan.Receive();
        plan.Apply();
        plan.StopReceiving();
        plan.Fence();
        plan.Compare();
        plan.Salvage();
        plan.Promote(host, port);
        plan.Open();
        plan.OldSource();
        return plan;
    }

    private void MakeRoomInstead()
    {
        if (_tree.Condition != SourceCondition.Wedged)
            return;
        var isKilled = _tree.Source!.Answers.Sessions?.Any(session => session.IsKilled) == true;
        if (!isKilled && _direct.All(replica => replica.Channel.Io == ChannelThread.Running))
        {
            Say(_tree.SourceName, NextStep.Of($"Before all else: if room can be made on its binlog disk at once, make it and stop here: "
                + $"nobody was KILLed and all replicas are attached, so it goes on by itself and nothing is lost. KILL nobody there"));
        }
    }

    // A source whose disk is full still serves: whoever is behind fetches the rest. On MariaDB with GTIDs the SQL thread goes first.
    private void Receive()
    {
        foreach (var replica in _direct)
        {
            if (replica.Behind.Count == 0 || _tree.Condition != SourceCondition.Wedged || replica.Channel.Io == ChannelThread.Running)
                continue;
            if (replica.Channel.Sql == ChannelThread.Stopped)
                Do(replica, words => words.StartSql);
            Do(replica, words => words.StartIo);
        }
    }

    private void Apply()
    {
        foreach (var replica in _direct)
        {
            var isStarted = replica.Behind.Count > 0 && _tree.Condition == SourceCondition.Wedged
                && replica.Channel.Io != ChannelThread.Running;
            if (replica.Channel.Sql == ChannelThread.Stopped && !isStarted)
                Do(replica, words => replica.Channel.LosesRelayLogAtStart ? words.Rescue : words.StartSql);
            var target = Target(replica);
            Do(replica, words => words.WaitFor(target), new ReplicaWords(replica).IsApplied(target));
        }
    }

    private void StopReceiving()
    {
        foreach (var replica in _direct)
            Do(replica, words => words.StopIo);
    }

    // By the host's means: SQL on a wedged server waits for the disk as well, and then holds up everything else.
    private void Fence()
    {
        var source = _tree.SourceName;
        Say(source, NextStep.Of(
            $"Nobody makes room on its disk before it is fenced: a server that wakes up goes on writing what no replica "
            + $"reads any more. Keep its service from starting again, by systemctl mask mariadb (or mysql, mysqld) on its host; if the "
                + $"host "
            + $"cannot be reached, by its power or its network"), NextStep.Of($"nothing starts it again"));
        if (_tree.Condition == SourceCondition.Wedged)
        {
            if (_tree.Source!.Answers.Variable("pid_file") is { Length: > 0 } file && file[0] == '/')
                _steps.Add(new PlanStep(source, ShellCommand.Of($"kill -9 $(cat {file})"), null,
                    NextStep.Of($"no output; it is typed in a shell on its host, as root")));
            else
                Say(source, NextStep.Of($"End its mysqld or mariadbd with SIGKILL, as root on its host"),
                    NextStep.Of($"the process is gone"));
        }
    }

    private void Compare()
    {
        foreach (var replica in _direct)
        {
            var target = Target(replica);
            Do(replica, words => words.Place(target), new ReplicaWords(replica).IsAt(target));
        }
    }

    private void Salvage()
    {
        if (_tree.Condition != SourceCondition.Gone)
            return;
        var (file, offset) = _best.Channel.Received;
        var tool = _best.IsMariaDb ? ShellCommand.Of($"mariadb-binlog --start-position={(long)offset} -- {file}")
            : ShellCommand.Of($"mysqlbinlog --start-position={(long)offset} -- {file}");
        Say(_tree.SourceName,
            NextStep.Of($"What it wrote and sent to nobody cannot be seen from here. If its disk can be read, look now, in "
            + $"the directory of its binlogs: {tool}, and at the later files"),
            NextStep.Of($"no transaction there: nothing is lost; else keep the files, and decide whether those are brought in before the "
                + $"next "
                + $"step"));
    }

    private void Promote(string host, int port)
    {
        Do(_best, words => words.Forget);
        var isByPlace = !_best.IsMariaDb && !_best.Channel.UsesGtid;
        if (isByPlace)
            Do(_best, words => words.OwnEnd, NextStep.Of($"one row, whose File and Position the next steps need"));
        var end = _steps.Count;
        foreach (var replica in _direct)
        {
            if (replica == _best)
                continue;
            if (isByPlace)
                FollowByPlace(replica, host, port, end);
            else
                Do(replica, words => words.FollowByGtid(host, port));
        }

        foreach (var replica in _tree.Replicas)
        {
            if (replica != _best)
                Do(replica, words => words.Status, new ReplicaWords(replica).IsRunning);
        }
    }

    // One that has everything goes on at the candidate's end. One that lacks something goes on behind the last transaction that it has,
    // which
    // is found in the candidate's binlog by the time of its commit at the source.
    private void FollowByPlace(FailoverReplica replica, string host, int port, long end)
    {
        var place = SqlStatement.Of($"<Position of step {end}>");
        if (Target(replica) != _best)
        {
            Do(replica, _ => ReplicaWords.LastStamp, NextStep.Of($"one row, whose Stamp the next step needs"));
            long stamp = _steps.Count;
            _steps.Add(new PlanStep(_best.Name, ReplicaWords.FindPlace(BinlogDirectory(_best.Answers)!, end, stamp), null,
                NextStep.Of($"one number, the Place that the next step needs; no number means that it lies in an earlier binlog; it is "
                    + $"typed in a "
                    + $"shell on its host")));
            place = SqlStatement.Of($"<Place of step {stamp + 1}>");
        }

        Do(replica, _ => ReplicaWords.FollowByPlace(host, port, end, place));
    }

    /// <summary>Where a server's binlogs are; null where it does not tell.</summary>
    public static string? BinlogDirectory(ServerAnswers answers) =>
        answers.Variable("log_bin_basename") is { } path && path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : null;

    private void Open()
    {
        Do(_best, words => words.Open);
        if (_best.IsMariaDb)
            Say(_best.Name, NextStep.Of($"Set read_only=OFF in its option file too, or a restart makes it read-only again"));
        foreach (var (schema, name) in ReplicaEvents.DisabledOn(_best.Answers))
            Do(_best, _ => SqlStatement.Of($"ALTER EVENT {new SqlIdentifier(schema)}.{new SqlIdentifier(name)} ENABLE"));
        if (_best.IsSemiSync)
            Say(_best.Name, NextStep.Of($"Enable the source's side of semi-synchronous replication there"));
        Say(_best.Name, NextStep.Of($"Send the application there, write, and see the row arrive on the others"),
            NextStep.Of($"it arrives"));
    }

    private void OldSource() => Say(_tree.SourceName, NextStep.Of($"Before it is started again, put into its option file: {(_best.IsMariaDb
        ? NextStep.Of($"read_only=ON, skip_slave_start and event_scheduler=OFF")
        : NextStep.Of($"read_only=ON, super_read_only=ON, skip_replica_start=ON and "
            + $"event_scheduler=OFF"))}. Then compare its rows with the "
        + $"others' or clone it anew; equal GTIDs prove nothing on MariaDB if somebody was KILLed there"));

    // Up to where a replica must come before anything is stopped: all, where the source still serves; else what it has received itself.
    private FailoverReplica Target(FailoverReplica replica) =>
        _tree.Condition == SourceCondition.Wedged || replica.Behind.Count == 0 ? _best : replica;

    private void Do(FailoverReplica replica, Func<ReplicaWords, SqlStatement> statement, NextStep? expect = null) =>
        _steps.Add(new PlanStep(replica.Name, statement(new ReplicaWords(replica)), null, expect ?? NextStep.Of($"no error")));

    private void Say(string host, NextStep words, NextStep? expect = null) => _steps.Add(new PlanStep(host, null, words, expect));
}
