using System.Globalization;
using System.Text;
using System.Text.Json;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// Acknowledgements from Livestatus: Icinga's LivestatusListener, and mk_livestatus in Nagios or Naemon. They differ in
/// <c>acknowledged</c> (true or 1), in how they refuse an unknown column, and in expiry, which only Icinga has; the columns asked for
/// here are in both.
/// </summary>
/// <param name="where">A path or HOST:PORT.</param>
/// <param name="tls">How the server must prove who it is; null for a connection without TLS.</param>
/// <param name="groups">Whether groups are wanted.</param>
internal sealed class LivestatusSource(string where, TlsSettings? tls, bool groups) : AcknowledgementSource
{
    private const double AcknowledgementEntry = 4;

    /// <inheritdoc/>
    public override string Where => where;

    /// <inheritdoc/>
    public override EngineReport Read(CheckRun run)
    {
        run.Stage = $"asking Livestatus at {where}";
        try
        {
            return ReadTables();
        }
        catch (JsonException)
        {
            throw new CheckException($"{where} answers with rows of another shape than the columns that were asked for: it is no "
                + $"Livestatus that this check knows (Icinga 2.13, mk_livestatus 1.5)");
        }
    }

    private EngineReport ReadTables()
    {
        var (version, notifications) = ReadStatus(Ask("GET status\nColumns: program_version enable_notifications"));
        var icinga = version.Contains("icinga", StringComparison.OrdinalIgnoreCase);
        var common = "state acknowledged acknowledgement_type notifications_enabled plugin_output perf_data long_plugin_output "
            + "scheduled_downtime_depth comments_with_extra_info";
        var problems = ReadProblems(Ask($"GET services\nColumns: host_name description {common} "
            + $"last_time_ok{(groups ? " groups host_groups" : "")}\nFilter: acknowledged = 1"), isHost: false);
        problems.AddRange(ReadProblems(Ask($"GET hosts\nColumns: name name {common} last_time_up{(groups ? " groups" : "")}\nFilter: "
            + $"acknowledged = 1"), isHost: true));
        var comments = ReadComments(Ask("GET comments\nColumns: host_name service_description author comment entry_time expire_time "
            + "service_state host_state service_acknowledged host_acknowledged\nFilter: entry_type = 4"));
        var newest = new Dictionary<Checkable, AcknowledgementComment>();
        foreach (var comment in comments)
        {
            if (!newest.TryGetValue(comment.About, out var known) || comment.WrittenAt >= known.WrittenAt)
                newest[comment.About] = comment;
        }

        return new EngineReport
        {
            Engine = icinga ? $"Icinga {version}" : $"Nagios {version}",
            Problems = [.. problems.Select(problem => newest.GetValueOrDefault(problem.About) is { } comment ? comment.With(problem)
                : problem)],
            Leftovers = [.. newest.Values.Where(comment => !comment.Acknowledged && comment.State != NagiosState.Ok)
                .Select(comment => new LeftoverComment(comment.About, comment.State, comment.Author, comment.Text, comment.WrittenAt))],
            NotificationsEnabled = notifications,
            HasExpiry = icinga,
            Notes = tls is null or { Verify: true } ? [] : ["the certificate of Livestatus was not verified (--ssl-insecure)"],
        };
    }

    /// <inheritdoc/>
    public override void Act(EngineAction action, CheckRun run)
    {
        run.Stage = $"sending a command to Livestatus at {where}";
        using var connection = Connect();
        connection.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"COMMAND [{(long)run.Clock.WallSeconds}] {action.ExternalCommand()}\n\n")));
        connection.Flush();
    }

    /// <summary>This check itself: nc is another program on Debian than on RHEL, and bash's own redirections are no sh.</summary>
    protected override ShellCommand Clear(Checkable about)
    {
        var name = about.Service is null ? about.Host : $"{about.Host}/{about.Service}";
        var secure = tls is null ? ShellCommand.Of($"") : ShellCommand.Of($" --livestatus-tls{TlsOptions(tls)}");
        return ShellCommand.Of($"{Environment.ProcessPath ?? "check_stale_acks"} --livestatus={where}{secure} --remove={name}");
    }

    private static ShellCommand TlsOptions(TlsSettings settings)
    {
        var ca = settings.Ca is null ? ShellCommand.Of($"") : ShellCommand.Of($" --ssl-ca={settings.Ca}");
        var certificate = settings.Certificate is null ? ShellCommand.Of($"") : ShellCommand.Of($" --ssl-cert={settings.Certificate}");
        var key = settings.Key is null ? ShellCommand.Of($"") : ShellCommand.Of($" --ssl-key={settings.Key}");
        var insecure = settings.Verify ? ShellCommand.Of($"") : ShellCommand.Of($" --ssl-insecure");
        return ShellCommand.Of($"{ca}{certificate}{key}{insecure} --ssl-name={settings.Name}");
    }

    /// <summary>Rows of the columns asked for; one row may be short where an engine leaves out what it does not know.</summary>
    internal static List<AcknowledgedProblem> ReadProblems(byte[] answer, bool isHost)
    {
        var problems = new List<AcknowledgedProblem>();
        var json = new Utf8JsonReader(answer);
        while (NextRow(ref json))
        {
            var host = NextText(ref json);
            var service = NextText(ref json);
            var state = NextNumber(ref json);
            var acknowledged = NextNumber(ref json);
            var problem = new AcknowledgedProblem
            {
                Host = host,
                Service = isHost ? null : service,
                State = AcknowledgedProblem.StateOf(state, isHost),
                Sticky = NextNumber(ref json) == 2,
                NotificationsEnabled = NextNumber(ref json) != 0,
                Output = NextText(ref json),
                PerfData = NextText(ref json),
                LongOutput = NextText(ref json).Replace("\\n", "\n", StringComparison.Ordinal),
                InDowntime = NextNumber(ref json) > 0,
            };
            problem = WithComment(ref json, problem) with { LastOk = NextNumber(ref json) };
            var memberOf = new List<string>();
            while (json.Read() && json.TokenType == JsonTokenType.StartArray)
                memberOf.AddRange(EngineJson.Texts(ref json));
            if (json.TokenType != JsonTokenType.EndArray)
                throw new JsonException();
            if (acknowledged != 0)
                problems.Add(problem with { Groups = memberOf });
        }

        return problems;
    }

    // [[id, author, text, entry_type, entry_time], ...]: the newest acknowledgement is the one in force. Times of equal age are
    // told apart by the order, since Icinga numbers its comments anew at every start.
    private static AcknowledgedProblem WithComment(ref Utf8JsonReader json, AcknowledgedProblem problem)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray)
        {
            _ = json.TrySkip();
            return problem;
        }

        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            _ = NextNumber(ref json);
            var (author, text) = (NextText(ref json), NextText(ref json));
            var (type, time) = (NextNumber(ref json), NextNumber(ref json));
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                _ = json.TrySkip();
            if (type == AcknowledgementEntry && time >= (problem.AcknowledgedAt ?? 0))
                problem = problem with { Author = author, Comment = text, AcknowledgedAt = time > 0 ? time : null };
        }

        return problem;
    }

    internal sealed record AcknowledgementComment(Checkable About, string Author, string Text, double WrittenAt, double Expires,
        NagiosState State, bool Acknowledged)
    {
        /// <summary>The problem with what this table knows. Naemon's Livestatus has no column comments_with_extra_info: only this table
        /// knows author and time.</summary>
        public AcknowledgedProblem With(AcknowledgedProblem problem) => problem with
        {
            Author = problem.Author ?? Author,
            Comment = problem.Comment ?? Text,
            AcknowledgedAt = problem.AcknowledgedAt ?? (WrittenAt > 0 ? WrittenAt : null),
            Expires = Expires > 0 ? Expires : problem.Expires,
        };
    }

    /// <summary>Rows of the comments table.</summary>
    internal static List<AcknowledgementComment> ReadComments(byte[] answer)
    {
        var comments = new List<AcknowledgementComment>();
        var json = new Utf8JsonReader(answer);
        while (NextRow(ref json))
        {
            var (host, service) = (NextText(ref json), NextText(ref json));
            var (author, text) = (NextText(ref json), NextText(ref json));
            var (written, expires) = (NextNumber(ref json), NextNumber(ref json));
            var (serviceState, hostState) = (NextNumber(ref json), NextNumber(ref json));
            var (serviceAcknowledged, hostAcknowledged) = (NextNumber(ref json), NextNumber(ref json));
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                _ = json.TrySkip();
            var isHost = service.Length == 0;
            comments.Add(new AcknowledgementComment(
                new Checkable(host, isHost ? null : service), author, text, written, expires, AcknowledgedProblem.StateOf(
                    isHost ? hostState : serviceState, isHost), (isHost ? hostAcknowledged : serviceAcknowledged) != 0));
        }

        return comments;
    }

    private static (string Version, bool Notifications) ReadStatus(byte[] answer)
    {
        var json = new Utf8JsonReader(answer);
        return NextRow(ref json) ? (UntrustedText.Clean(NextText(ref json), 40), NextNumber(ref json) != 0) : throw new JsonException();
    }

    private byte[] Ask(string query)
    {
        var answer = AskOnce(query);
        try
        {
            // Read once to its end here, so that the readers above need not tell a bad answer from a good one.
            var json = new Utf8JsonReader(answer);
            while (json.Read())
                continue;
        }
        catch (JsonException)
        {
            throw new CheckException($"{where} answers '{query.Split('\n')[0]}' with something that is not JSON: "
                + $"'{UntrustedText.Clean(Encoding.UTF8.GetString(answer.AsSpan(0, Math.Min(answer.Length, 60))), 60)}'");
        }

        return answer;
    }

    private byte[] AskOnce(string query)
    {
        using var connection = Connect();
        try
        {
            return LivestatusQuery.Ask(connection, where, query);
        }
        catch (CheckException failure) when (tls is null && SpeaksTls(connection))
        {
            throw new CheckException($"{where} speaks TLS: add --livestatus-tls (Checkmk encrypts Livestatus over TCP by default)",
                failure);
        }
    }

    private bool SpeaksTls(ServerConnection connection)
    {
        if (connection.AnswersWithTls)
            return true;
        if (where[0] == '/' || !connection.FirstBytes.IsEmpty)
            return false;
        var (host, port) = HostAndPort.Parse("--livestatus", where, 0);
        return ServerTls.IsSpokenBy(host, port);
    }

    private ServerConnection Connect()
    {
        if (where[0] == '/')
            return new ServerConnection(ServerSocket.ToUnix(where), where);
        var (host, port) = HostAndPort.Parse("--livestatus", where, 0);
        Stream stream = ServerSocket.ToHost(host, port);
        if (tls is not null)
            stream = ServerTls.Open(stream, tls, where, "leave out --livestatus-tls if this Livestatus is not encrypted");
        return new ServerConnection(stream, where);
    }

    private static bool NextRow(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.None && (!json.Read() || json.TokenType != JsonTokenType.StartArray))
            throw new JsonException();
        return json.Read() && json.TokenType == JsonTokenType.StartArray;
    }

    private static string NextText(ref Utf8JsonReader json)
    {
        Advance(ref json);
        var text = EngineJson.Text(ref json);
        _ = json.TrySkip();
        return text;
    }

    private static double NextNumber(ref Utf8JsonReader json)
    {
        Advance(ref json);
        var number = EngineJson.Number(ref json);
        _ = json.TrySkip();
        return number;
    }

    // A row that ends before its columns do is another question's answer.
    private static void Advance(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType is JsonTokenType.EndArray)
            throw new JsonException();
    }
}
