using System.Globalization;
using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

public sealed class IcingaApiTests
{
    private const string None = "{\"results\":[]}";

    [Theory]
    [InlineData("acknowledged", "WARNING normal 1795289891.887937 opx normal ack ends never", 1795289900)]
    [InlineData("output-changed", "WARNING normal 1795289891.887937 opx normal ack ends never", 1795289900)]
    [InlineData("sticky-across-worse-state", "CRITICAL sticky 1795289894.597589 opx sticky ack ends never", 1795289900)]
    [InlineData("with-expiry", "CRITICAL sticky 1795289899.771575 opx expires ends 1795289907.7538283", 1795289901)]
    [InlineData("removed", "", 1795290000)]
    [InlineData("downtime", "", 1795290000)]
    [InlineData("command-pipe-expiry", "CRITICAL sticky 1795290003.178511 opx via cmd ends 1795290303", 1795290010)]
    [InlineData("command-pipe-expiry", "CRITICAL sticky 1795290003.178511 opx via cmd ends 1795290303", 1795299999)] // long after that end
    public void Captured_objects_hold_these_acknowledgements(string fixture, string expected, double now)
    {
        var service = Objects(fixture + ".service.json").Single();
        var comments = Objects(fixture + ".comments.json").ToDictionary(comment => new Checkable(comment.HostName, comment.ServiceName));

        var text = "";
        if (service.Acknowledgement > 0)
        {
            var problem = IcingaApiSource.Problem(service, isHost: false, comments, now);
            Assert.Equal("labhost/svc1", problem.Name);
            var end = problem.Expires is { } expires ? string.Create(CultureInfo.InvariantCulture, $"{expires}") : "never";
            text = string.Create(
                CultureInfo.InvariantCulture,
                $"{problem.State.Word()} {(problem.Sticky ? "sticky" : "normal")} {problem.AcknowledgedAt} {problem.Author} "
                + $"{problem.Comment} ends {end}");
        }

        Assert.Equal(expected, text);
    }

    [Fact]
    public void The_acknowledgement_of_the_command_pipe_is_expired_once_its_end_has_passed()
    {
        var comments = Objects("command-pipe-expiry.comments.json")
            .ToDictionary(comment => new Checkable(comment.HostName, comment.ServiceName));
        const double Later = 1795290303 + 61;
        var problem = IcingaApiSource.Problem(Objects("command-pipe-expiry.service.json").Single(), isHost: false, comments, Later);

        var verdict = AcknowledgementVerdict.Judge(
            problem, FirstSight.Of(problem, ProblemImage.Of(problem), Later),
                new EngineReport { Engine = "Icinga 2", Problems = [problem], HasExpiry = true },
            Watch.Limits(), Later);

        Assert.Equal(StaleClass.Expired, verdict.Worst);
        Assert.Equal(Later - 1795290003.178511, verdict.Age, 3);
    }

    [Fact]
    public void After_a_crash_flag_and_comment_may_disagree_and_the_comment_tells_the_time()
    {
        var service = Parse(
            "{\"results\":[{\"attrs\":{\"__name\":\"h!s\",\"acknowledgement\":2,\"acknowledgement_expiry\":0,"
                + "\"acknowledgement_last_change\":1000,\"host_name\":\"h\",\"name\":\"s\",\"state\":2}}]}").Single();
        var comments = new Dictionary<Checkable,
            IcingaObject> { [new Checkable("h", "s")] =
            Parse("{\"results\":[{\"attrs\":{\"author\":\"opx\",\"entry_time\":1500,\"entry_type\":4,\"expire_time\":0,"
                + "\"host_name\":\"h\",\"service_name\":\"s\",\"text\":\"kill9\"}}]}").Single() };

        Assert.Equal(("kill9", 1500),
            (IcingaApiSource.Problem(service, false, comments, 9000).Comment,
            IcingaApiSource.Problem(service, false, comments, 9000).AcknowledgedAt));
    }

    [Fact]
    public void An_old_persistent_comment_is_not_taken_for_the_one_that_was_deleted()
    {
        var service = Parse(
            "{\"results\":[{\"attrs\":{\"acknowledgement\":1,\"acknowledgement_expiry\":0,\"acknowledgement_last_change\":5000,"
                + "\"host_name\":\"h\",\"name\":\"s\",\"state\":2}}]}").Single();
        var comments = new Dictionary<Checkable,
            IcingaObject> { [new Checkable("h", "s")] =
            Parse("{\"results\":[{\"attrs\":{\"author\":\"opx\",\"entry_time\":1500,\"entry_type\":4,\"expire_time\":0,"
                + "\"host_name\":\"h\",\"service_name\":\"s\",\"text\":\"old\"}}]}").Single() };

        var problem = IcingaApiSource.Problem(service, false, comments, 9000);

        Assert.Equal((null, 5000), (problem.Comment, problem.AcknowledgedAt));
    }

    [Fact]
    public void Perfdata_may_be_texts_or_icingas_own_objects()
    {
        var service = Parse(
            "{\"results\":[{\"attrs\":{\"last_check_result\":{\"output\":\"one\\ntwo | "
            + "x\",\"performance_data\":[\"a=1;2;3\","
                + "{\"label\":\"it's\",\"value\":9.5,\"warn\":1,\"crit\":2,\"unit\":\"\",\"min\":null,\"type\":\"PerfdataValue\"},null,7,"
                + "[1]],\"command\":[\"x\"]}}}]}").Single();

        Assert.Equal(("one", "a=1;2;3 'it''s'=9.5;1;2"), (service.Output, service.PerfData));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(1000)]
    public void An_answer_in_pieces_of_any_size_reads_the_same(int piece)
    {
        var text = File.ReadAllText(Repository.Fixture("check_stale_acks", "icinga", "acknowledged.service.json"));
        text = text.Replace("{\"results\":[", "{\"extra\":{\"a\":[1,{}]},\"results\":[", StringComparison.Ordinal)
            .Replace("}]}", "},{\"attrs\":{\"host_name\":\"second\"}}],\"more\":1}", StringComparison.Ordinal);

        Assert.Equal(["labhost", "second"], Parse(Encoding.UTF8.GetBytes(text), piece).Select(thing => thing.HostName));
    }

    [Fact]
    public void An_answer_cut_anywhere_is_refused()
    {
        var bytes = File.ReadAllBytes(Repository.Fixture("check_stale_acks", "icinga", "acknowledged.comments.json"));
        for (var length = 0; length < bytes.AsSpan().TrimEnd((byte)'\n').Length; length++)
            Assert.Throws<CheckException>(() => Parse(bytes[..length]));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("{\"results\":{}}")]
    [InlineData("{\"results\":[1]}")]
    [InlineData("{\"results\":[]} trailing")]
    [InlineData("<html>502 Bad Gateway</html>")]
    public void What_is_no_list_of_results_is_refused(string text) => Assert.Throws<CheckException>(() => Parse(text));

    [Theory]
    [InlineData("{\"results\":[{\"attrs\":[1],\"joins\":5},{\"attrs\":{\"host_name\":\"h\"}}]}", "h")]
    [InlineData("{\"results\":[{\"attrs\":{\"last_check_result\":[{}],\"groups\":{},\"state\":{\"a\":[1]},\"host_name\":\"h\"}}]}", "h")]
    [InlineData("{\"results\":[{\"joins\":{\"host\":null,\"service\":[]},\"attrs\":{\"host_name\":{\"x\":1}}},"
        + "{\"attrs\":{\"host_name\":\"h\"}}]}", "h")]
    public void Values_of_another_kind_are_passed_over(string text, string lastHost) => Assert.Equal(lastHost, Parse(text)[^1].HostName);

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Assert.Throws<CheckException>(() => Parse("{\"results\":[{\"attrs\":" + string.Concat(Enumerable.Repeat("[", 100_000))));

    [Fact]
    public void Damaged_objects_are_read_or_refused_but_never_crash_the_reader()
    {
        var random = new Random(5665);
        var whole = File.ReadAllBytes(Repository.Fixture("check_stale_acks", "icinga", "acknowledged.service.json"));
        var refused = 0;
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = whole.ToArray();
            for (var change = random.Next(1, 10); change > 0; change--)
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : "[]{},:\"\\u0"u8[random.Next(10)];
            try
            {
                foreach (var thing in Parse(bytes))
                    IcingaApiSource.Problem(thing, false, [], 5);
            }
            catch (CheckException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 5_000);
    }

    [Theory]
    [InlineData("Content-Length: {0}", false)]
    [InlineData("transfer-encoding: chunked", true)]
    public void Bodies_with_a_length_and_in_chunks_are_read_on_one_connection(string header, bool chunked)
    {
        using var server =
            ServerDouble.Answering([.. new[] { ServiceAnswer, None, None }.Select(body => Http("200 OK", header, body, chunked))]);
        using var state = new TemporaryFolder();

        var look = Api(server, state, "--output", "json");

        Assert.Equal("h", look.Json.GetProperty("data").GetProperty("acknowledgements")[0].GetProperty("host").GetString());
        Assert.Equal(3, server.Requests.Count);
        Assert.StartsWith(
            "GET /v1/objects/services?filter=service.acknowledgement%21%3D0&attrs=", server.Requests[0], StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: Basic dGVzdGVyOnNlY3JldA==\r\n", server.Requests[0], StringComparison.Ordinal);
        Assert.Contains(
            "curl -sS -u tester", look.Json.GetProperty("data").GetProperty("acknowledgements")[0].GetProperty("clear").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_closes_behind_every_answer_is_asked_again()
    {
        using var server = new ServerDouble((stream, number) =>
        {
            ServerDouble.ReadRequest(stream);
            stream.Write(Http("200 OK", "Connection: close\r\nContent-Length: {0}", number == 0 ? ServiceAnswer : None, false));
        });
        using var state = new TemporaryFolder();

        Assert.Equal(0, Api(server, state, "-w", "~:", "-c", "~:", "--if-no-comment", "ok").ExitCode);
    }

    [Theory]
    [InlineData("", "closed the connection without an answer")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "does not speak HTTP: it answers 'SSH-2.0-OpenSSH_9.2'")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", "broke off in the head of its answer")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n{}", "without a length")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "a length that is none: '-5'")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", "a length that is none")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"results\":[", "broke off after 12 bytes")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nxxxxx", "as 'gzip', which was not asked for")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "a chunk that is none")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}x\r\n0\r\n\r\n", "a chunk that is none")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n", "a chunk that is none")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"res", "broke off after 5 bytes")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "without \"results\"")]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", "does not let user tester in (401)")]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 67\r\n\r\n{\"error\":403,\"status\":\"Missing permission: "
        + "objects/query/Service\"} ",
        "does not let user tester read /v1/objects/services (403): Missing permission: objects/query/Service")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://evil/\r\nContent-Length: 0\r\n\r\n", "with 302")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 8\r\n\r\n<h1>\u0001|x\n", "with 500: <h1> /x")]
    public void An_answer_that_is_none_is_unknown_and_says_why(string answer, string reason)
    {
        using var server = ServerDouble.Answering(Encoding.UTF8.GetBytes(answer));
        using var state = new TemporaryFolder();

        var look = Api(server, state);

        Assert.Equal(3, look.ExitCode);
        Assert.Contains(reason, look.FirstLine, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", look.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_without_end_is_refused()
    {
        using var server = new ServerDouble((stream, _) =>
        {
            ServerDouble.ReadRequest(stream);
            stream.Write("HTTP/1.1 200 OK\r\n"u8);
            for (var line = 0; line < 1000; line++)
                stream.Write("X-Padding: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n"u8);
        });
        using var state = new TemporaryFolder();

        Assert.Contains("more than 16 KB of headers", Api(server, state).FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("icinga.example.com", "is not a URL")]
    [InlineData("ftp://localhost", "is not a URL")]
    [InlineData("https://user:secret@localhost", "holds credentials")]
    [InlineData("http://icinga.example.com", "in clear")]
    [InlineData("https://localhost:port", "is not HOST or HOST:PORT")]
    [InlineData("https://localhost:5665/v1/objects", "is not HOST or HOST:PORT")]
    public void An_url_that_is_none_is_refused(string url, string reason)
    {
        using var state = new TemporaryFolder();

        var look = Look.With(state.Path, "--api", url);

        Assert.Contains(reason, look.FirstLine, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", look.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_file_that_others_can_read_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("password", "secret\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var look = Look.With(folder.Path, "--api", "https://localhost:1", "-u", "x", "--password-file", file);

        Assert.Contains($"--password-file {file} can be read by everybody", look.FirstLine, StringComparison.Ordinal);
        Assert.Contains($"chown root:nagios -- {file} and chmod 0640 -- {file}", look.Output, StringComparison.Ordinal);
        Assert.Contains(
            "cannot be read: ",
            Look.With(folder.Path, "--api", "https://localhost:1", "-u", "x", "--password-file", file + "x").FirstLine,
            StringComparison.Ordinal);
        Assert.Contains(
            "needs a login", Look.With(folder.Path, "--api", "https://localhost:1", "-u", "x").FirstLine, StringComparison.Ordinal);
        Assert.Contains(
            "it is no regular file",
            Look.With(folder.Path, "--api", "https://localhost:1", "-u", "x", "--password-file", folder.Path).FirstLine,
            StringComparison.Ordinal);
    }

    private const string ServiceAnswer =
        "{\"results\":[{\"attrs\":{\"__name\":\"h!s\",\"acknowledgement\":1.0,\"acknowledgement_expiry\":0.0,"
            + "\"acknowledgement_last_change\":1000.5,\"host_name\":\"h\",\"name\":\"s\",\"state\":2.0,"
            + "\"last_check_result\":{\"output\":\"x\",\"performance_data\":[]}},\"joins\":{},\"meta\":{},\"name\":\"h!s\","
            + "\"type\":\"Service\"}]}";

    private static Look Api(ServerDouble server, TemporaryFolder folder, params string[] options)
    {
        var file = folder.Write("password", "secret\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return Look.With(folder.Path, ["--api", $"http://{server.Where}", "-u", "tester", "--password-file", file, .. options]);
    }

    private static byte[] Http(string status, string header, string body, bool chunked)
    {
        var head = $"HTTP/1.1 {status}\r\nServer: "
            + $"Icinga\r\n{string.Format(CultureInfo.InvariantCulture, header, Encoding.UTF8.GetByteCount(body))}\r\n\r\n";
        if (!chunked)
            return Encoding.UTF8.GetBytes(head + body);
        var chunks = body.Chunk(7)
            .Select(chunk => string.Create(CultureInfo.InvariantCulture, $"{chunk.Length:x};ext=1\r\n{new string(chunk)}\r\n"));
        return Encoding.UTF8.GetBytes(head + string.Concat(chunks) + "0\r\nTrailer: x\r\n\r\n");
    }

    private static List<IcingaObject> Objects(string fixture) =>
        Parse(File.ReadAllText(Repository.Fixture("check_stale_acks", "icinga", fixture)));

    private static List<IcingaObject> Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    private static List<IcingaObject> Parse(byte[] bytes, int piece = int.MaxValue)
    {
        var objects = new List<IcingaObject>();
        using var source = new MemorySource(bytes, piece);
        IcingaResults.Read(source, "test", objects.Add);
        return objects;
    }
}
