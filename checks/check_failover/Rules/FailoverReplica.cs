using MySql.ReplicationTree;

namespace NagiosChecks.Failover;

/// <summary>A replica while it is judged.</summary>
/// <param name="server">The server.</param>
/// <param name="isDirect">True when it follows the tree's source by its only channel.</param>
internal sealed class FailoverReplica(TreeServer server, bool isDirect)
{
    private readonly List<Reason> _reasons = [];

    public TreeServer Server { get; } = server;

    public string Name => Server.Name;

    public ServerAnswers Answers => Server.Answers;

    /// <summary>True when it follows the tree's source by its only channel.</summary>
    public bool IsDirect { get; } = isDirect;

    /// <summary>The channel that is judged: the first.</summary>
    public ReplicaChannel Channel { get; } = server.Channels[0];

    /// <summary>What it had when it was asked.</summary>
    public Holding First { get; } = Holding.Of(server, server.Channels[0], last: false);

    /// <summary>What it had at the second look; the same where there was none.</summary>
    public Holding Last { get; } = Holding.Of(server, server.Channels[0], last: true);

    /// <summary>What it had when it was asked, without transactions of its own.</summary>
    public Holding FirstOfSource => ErrantSet is { } errant ? First.Without(errant) : First;

    /// <summary>Transactions that it has and its source never had; empty for none.</summary>
    public string Errant { get; set; } = "";

    /// <summary>The same as a set, on MySQL.</summary>
    public MySqlGtidSet? ErrantSet { get; set; }

    public bool IsMariaDb => Answers.Version is { IsMariaDb: true };

    /// <summary>Replicas that have something which this one has not.</summary>
    public List<FailoverReplica> Behind { get; } = [];

    /// <summary>Replicas that it cannot be compared with.</summary>
    public List<FailoverReplica> Incomparable { get; } = [];

    /// <summary>True when it has received something that no other replica has.</summary>
    public bool IsAloneAhead { get; set; }

    /// <summary>True when it acknowledges commits of a semi-synchronous source.</summary>
    public bool IsSemiSync { get; set; }

    /// <summary>True when it is named in --never.</summary>
    public bool IsNever { get; set; }

    /// <summary>Its place in --prefer; behind all of them for others.</summary>
    public int Preference { get; set; } = int.MaxValue;

    public IReadOnlyList<Reason> Reasons => _reasons;

    /// <summary>True when nothing has to be done before it is promoted.</summary>
    public bool IsReady => Worst < ReasonClass.ActFirst;

    /// <summary>True when its promotion by a plan loses nothing.</summary>
    public bool IsCandidate => Worst < ReasonClass.Blocker;

    /// <summary>True when something was received and not applied.</summary>
    public bool HasUnapplied => IsMariaDb || !Channel.UsesGtid ? !Channel.IsAllApplied
        : MySqlGtidSet.Parse(Channel.ReceivedGtids) is { } retrieved
            && MySqlGtidSet.Parse(Answers.Variable("gtid_executed") ?? "") is { } executed && !executed.Contains(retrieved);

    private ReasonClass Worst
    {
        get
        {
            var worst = ReasonClass.Note;
            foreach (var reason in _reasons)
                worst = reason.Class > worst ? reason.Class : worst;
            return worst;
        }
    }

    public void Add(Reason reason) => _reasons.Add(reason);

    /// <summary>How many reasons of a class it has.</summary>
    public int Count(ReasonClass wanted) => _reasons.FindAll(reason => reason.Class == wanted).Count;
}
