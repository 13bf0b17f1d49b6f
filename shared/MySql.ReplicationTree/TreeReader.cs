using Linux.Host;
using MySql.Session;
using Nagios.Plugin;

namespace MySql.ReplicationTree;

/// <summary>
/// Asks the servers of a tree side by side: one that is dead or hangs costs its own time limit and delays nobody. Servers are named with
/// --hosts, found from one of them, or read from a recording.
/// </summary>
/// <param name="options">Login and TLS, the same for all.</param>
/// <param name="choice">Which servers.</param>
/// <param name="run">This run.</param>
public sealed class TreeReader(TreeOptions options, TreeChoice choice, CheckRun run)
{
    // What is left for judging and printing.
    private static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(300);
    private const int MostServers = 100;

    // A source of a source of a source: after so many rounds of finding servers no more are looked for.
    private const int MostRounds = 4;

    private readonly List<string> _notes = [];

    /// <summary>What a check asks every server besides, by the server's version; null for nothing.</summary>
    public Func<ServerVersion, IReadOnlyList<string>>? More { get; init; }

    /// <summary>Says from the first answers whether the positions are to be asked a second time; null for never.</summary>
    public Func<IReadOnlyList<ServerAnswers>, bool>? IsSecondLookWanted { get; init; }

    /// <summary>One reading.</summary>
    /// <exception cref="CheckException">No server could be asked at all, or the recording is none or cannot be kept.</exception>
    /// <exception cref="CheckNotApplicableException">Nobody named a server and there is none on this host.</exception>
    public TreeReading Read()
    {
        if (choice.Replay is { } folder)
            return Replay(folder);
        if (choice.Record is { } record)
            CaptureFolder.Prepare(record);
        var servers = choice.Hosts.Count > 0 ? AskAll(choice.Hosts) : Discover();
        if (IsSecondLookWanted?.Invoke(servers) == true)
            servers = LookAgain(servers);
        if (choice.Record is { } kept)
        {
            CaptureFolder.Write(kept, servers);
            _notes.Add($"the servers' answers are kept in {kept}; --replay judges them");
        }

        return new TreeReading(servers, DateTimeOffset.UtcNow, IsReplay: false)
        {
            IsDiscovered = choice.Hosts.Count == 0,
            Notes = [.. _notes.Distinct()],
        };
    }

    private static TreeReading Replay(string folder)
    {
        var servers = CaptureFolder.Read(folder);
        DateTimeOffset? last = null;
        foreach (var server in servers)
            last = last is null || server.At > last ? server.At ?? last : last;
        return new TreeReading(servers, last, IsReplay: true);
    }

    private IReadOnlyList<ServerAnswers> AskAll(IReadOnlyList<ServerAddress> addresses) =>
        Beside(addresses, address => AskAt(address), (address, why) => NotAsked(address, why));

    // From the server that is named: its source, the replicas that have registered, and so on.
    private List<ServerAnswers> Discover()
    {
        var found = new List<ServerAnswers> { ServerCheck.Ask(options, run, AskNamed) };
        var tried = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (found[0].Address is { } first)
            tried.Add(first);
        for (var round = 0; round < MostRounds; round++)
        {
            var next = new List<ServerAddress>();
            foreach (var address in found.SelectMany(TreeNeighbours.Of))
            {
                if (found.Count + next.Count < MostServers && tried.Add(address.Label))
                    next.Add(address);
            }

            if (next.Count == 0 || run.Remaining <= Reserve)
                break;
            foreach (var server in AskAll(next))
            {
                if (!found.Exists(known => TreeNeighbours.IsSame(known, server)))
                    found.Add(server);
            }
        }

        return found;
    }

    private ServerAnswers AskNamed(MySqlSession session)
    {
        _notes.AddRange(session.Notes);
        var answers = ServerReader.Read("", session, More, choice.ServerLimit);
        var name = options.Host is { } host && host != "localhost" ? host : answers.Variable("hostname") ?? session.Place;
        return answers with { Server = name, Address = session.SocketPath is null ? session.Place : null };
    }

    private ServerAnswers AskAt(ServerAddress address)
    {
        using var session = MySqlSession.Open(address.Options(options), run.Within(choice.ServerLimit));
        lock (_notes)
            _notes.AddRange(session.Notes);
        return ServerReader.Read(address.Label, session, More, choice.ServerLimit / 2) with { Address = session.Place };
    }

    private ServerAnswers NotAsked(ServerAddress address, Exception why)
    {
        var place = ServerAddress.Of(address.Name, int.Parse(address.Port ?? options.Port ?? "3306",
            System.Globalization.CultureInfo.InvariantCulture)).Label;
        var isGone = why is MySqlSessionException { Failure: MySqlFailure.ServerDown };
        return new ServerAnswers(address.Label, [], $"{(isGone ? "ERROR 2003: " : "")}{UntrustedText.Clean(why.Message)}, at {place}")
        {
            Address = place,
            At = DateTimeOffset.UtcNow,
        };
    }

    private List<ServerAnswers> LookAgain(IReadOnlyList<ServerAnswers> servers) =>
        [.. Beside(servers, Again, (server, _) => server)];

    private ServerAnswers Again(ServerAnswers server)
    {
        if (server.Down is not null)
            return server;
        using var session = server.Address is { } place && ServerAddress.ParseList(place) is [var address]
            ? MySqlSession.Open(address.Options(options), run.Within(choice.ServerLimit)) : MySqlSession.Open(options, run);
        return server with { Answers = [.. server.Answers, .. ServerReader.ReadPositions(session)] };
    }

    // Each on a thread of its own, since a session blocks.
    private IReadOnlyList<ServerAnswers> Beside<T>(
        IReadOnlyList<T> items, Func<T, ServerAnswers> ask, Func<T, Exception, ServerAnswers> fail)
    {
        run.Stage = $"asking {items.Count} servers";
        var answers = new ServerAnswers?[items.Count];
        var threads = new Thread[items.Count];
        for (var index = 0; index < threads.Length; index++)
        {
            var slot = index;
            threads[slot] = new Thread(() => answers[slot] = AskOrFail(items[slot], ask, fail)) { IsBackground = true };
            threads[slot].Start();
        }

        var end = Environment.TickCount64 + (long)Math.Min(choice.ServerLimit.TotalMilliseconds,
            (run.Remaining - Reserve).TotalMilliseconds);
        foreach (var thread in threads)
            _ = thread.Join((int)Math.Max(0, end - Environment.TickCount64));
        var late = new MySqlSessionException(
            MySqlFailure.Timeout, $"no answer within {Quantity.Human(choice.ServerLimit.TotalSeconds, Dimension.Duration)}");
        return [.. items.Select((item, index) => Volatile.Read(ref answers[index]) ?? fail(item, late))];
    }

    private static ServerAnswers AskOrFail<T>(T item, Func<T, ServerAnswers> ask, Func<T, Exception, ServerAnswers> fail)
    {
        try
        {
            return ask(item);
        }
        catch (Exception failure) when (failure is CheckException or HostException)
        {
            return fail(item, failure);
        }
        catch (Exception bug)
        {
            // On a thread of its own nobody else would catch it, and the whole check would crash.
            return fail(item, new CheckException($"internal error, please report it: {bug.GetType().Name}: {bug.Message}", bug));
        }
    }
}
