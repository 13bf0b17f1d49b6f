using System.Globalization;
using System.Text;

namespace NagiosChecks.StaleAcks.Tests;

public sealed class LivestatusTests
{
    private const string Status = "[[\"4.4.6\",1]]";
    private const string IcingaStatus = "[[\"r2.13.6-1-icinga2\",1]]";

    // The columns that the source asks for, with values as captured: mk_livestatus lists an old persistent comment and the current
    // one, Icinga says true.
    private const string MkServices =
        "[[\"h\",\"svc1\",1,1,2,1,\"LS warn\",\"a=1\",\"\",0,[[14,\"opx\",\"normal_persist\",4,1795290491],[17,\"opx\",\"ls ack "
        + "\\u00fc\",4,1795291757]],1795291000]]\n";
    private const string IcingaServices =
        "[[\"h\",\"svc1\",2,true,2,1,\"X crit\",\"\",\"\",0,[[7,\"opx\",\"via cmd\",4,1795290003]],1795289977]]";
    private const string CommandPipeComment = "[[\"h\",\"svc1\",\"opx\",\"via cmd\",1795290003,1795290303,2,0,true,0]]";

    [Theory]
    [InlineData(Status, MkServices, "[]", "as Nagios 4.4.6 has h/svc1: WARNING, sticky, at 1795291757 by opx: ls ack ü, ends never")]
    [InlineData(IcingaStatus, IcingaServices, CommandPipeComment,
        "as Icinga r2.13.6-1-icinga2 has h/svc1: CRITICAL, sticky, at 1795290003 by opx: via cmd, ends 1795290303")]
    public void Nagios_and_icinga_are_read_alike(string status, string services, string comments, string expected)
    {
        using var server = Serve(status, services, "[]", comments);
        using var state = new TemporaryFolder();

        var row = Look.With(state.Path, "--livestatus", server.Where, "--output", "json").Json.GetProperty("data");
        var first = row.GetProperty("acknowledgements")[0];

        var end = first.GetProperty("expires").ValueKind == System.Text.Json.JsonValueKind.Null ? "never" : first.GetProperty("expires")
            .GetRawText();
        Assert.Equal(expected,
            $"as {row.GetProperty("engine")} has {first.GetProperty("host")}/{first.GetProperty("service")}: "
            + $"{first.GetProperty("problem_state")}, {(first.GetProperty("sticky").GetBoolean() ? "sticky" : "normal")}, at "
            + $"{first.GetProperty("acknowledged_at")} by {first.GetProperty("author")}: {first.GetProperty("comment")}, ends {end}");
    }

    [Fact]
    public void It_asks_only_for_what_is_acknowledged()
    {
        using var server = Serve(Status, "[]", "[]", "[]");
        using var state = new TemporaryFolder();

        var look = Look.With(state.Path, "--livestatus", server.Where);

        Assert.Equal("STALE_ACKS OK - nothing is acknowledged", look.FirstLine);
        Assert.StartsWith("GET services\nColumns: host_name description ", server.Requests[1], StringComparison.Ordinal);
        Assert.All(server.Requests[1..3], request => Assert.Contains("\nFilter: acknowledged = 1\n", request, StringComparison.Ordinal));
        Assert.Contains("\nFilter: entry_type = 4\n", server.Requests[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_leftover_comments_and_groups_are_read()
    {
        using var server = Serve(
            Status,
            "[[\"h\",\"s\",2,1,1,0,\"x\",\"\",\"\",0,[],0,[\"sg\"],[\"hg\"]]]",
            "[[\"down\",\"down\",1,1,1,1,\"x\",\"\",\"\",0,[[3,\"a\",\"t\",4,9]],0,[\"hg\"]]]",
            "[[\"h\",\"other\",\"opx\",\"old one\",5,0,2,0,0,0],[\"h\",\"fine\",\"opx\",\"old\",5,0,0,0,0,0]]");
        using var state = new TemporaryFolder();

        var data = Look.With(state.Path, "--livestatus", server.Where, "--include-group", "^hg$", "--output", "json").Json.GetProperty(
            "data");

        Assert.Equal(["down", "h"], data.GetProperty("acknowledgements").EnumerateArray().Select(row => row.GetProperty("host").GetString())
            .Order());
        Assert.Contains(
            data.GetProperty("acknowledgements").EnumerateArray(), row =>
            row.GetProperty("stale").EnumerateArray().Any(stale => stale.GetString() == "notifications_off"));
        Assert.Empty(data.GetProperty("leftover_comments").EnumerateArray()); // in no group that was asked for
    }

    [Fact]
    public void A_leftover_comment_counts_only_on_a_problem()
    {
        using var server =
            Serve(Status, "[]", "[]",
            "[[\"h\",\"other\",\"opx\",\"old "
            + "one\",5,0,2,0,0,0],[\"h\",\"fine\",\"opx\",\"old\",5,0,0,0,0,0],[\"h\",\"acked\",\"opx\",\"c\",5,0,2,0,true,0]]");
        using var state = new TemporaryFolder();

        var look = Look.With(state.Path, "--livestatus", server.Where, "--if-leftover-comment", "warning");

        Assert.Equal(1, look.ExitCode);
        Assert.StartsWith(
            "STALE_ACKS WARNING - h/other is not acknowledged, but a comment by opx", look.FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "closed the connection without an answer")]
    [InlineData("hello\n", "does not speak Livestatus: it answers 'hello'")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "does not speak Livestatus")]
    [InlineData("200 99999999999\n[]", "announces an answer of")]
    [InlineData("200          99\n[[\"4.4", "broke off after 6 of 99 bytes")]
    [InlineData("404          44\nInvalid GET request, no such table 'nosuch'\n",
        "refuses 'GET status' with 404: Invalid GET request, no such table 'nosuch'")]
    [InlineData("452          30\nColumn does not exist\n#0 stack\n", "with 452: Column does not exist")]
    [InlineData("200           5\nnosuc", "something that is not JSON: 'nosuc'")]
    [InlineData("200           4\n\n\n\n\n", "something that is not JSON")]
    [InlineData("200           2\n[]", "rows of another shape")]
    [InlineData("200           6\n[[[1]]", "not JSON")]
    [InlineData("200           8\n[[\"x\"]]\n", "rows of another shape")]
    [InlineData("20x           2\n[]", "does not speak Livestatus")]
    public void An_answer_that_is_none_is_unknown_and_says_why(string answer, string reason)
    {
        using var server = ServerDouble.Answering(Encoding.UTF8.GetBytes(answer));
        using var state = new TemporaryFolder();

        var look = Look.With(state.Path, "--livestatus", server.Where);

        Assert.Equal(3, look.ExitCode);
        Assert.Contains(reason, look.FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[[\"h\",\"svc1\"]]")]
    [InlineData("[[\"h\",\"svc1\",1,1,2,1,\"LS warn\",\"a=1\",\"\",0,[[14,\"opx\"]],0]]")]
    [InlineData("[[{\"h\":1},[],{},1,2,1,[],{},5,0]]")]
    [InlineData("[1,2,3]")]
    [InlineData("{\"a\":1}")]
    public void Rows_of_another_shape_are_refused_or_read_but_never_a_crash(string services)
    {
        using var server = Serve(Status, services, "[]", "[]");
        using var state = new TemporaryFolder();

        Assert.DoesNotContain("internal error", Look.With(state.Path, "--livestatus", server.Where).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_answers_never_crash_the_check()
    {
        var random = new Random(617);
        using var state = new TemporaryFolder();
        for (var round = 0; round < 300; round++)
        {
            var services = Encoding.UTF8.GetBytes(MkServices);
            for (var change = random.Next(1, 6); change > 0; change--)
                services[random.Next(services.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : "[]{},:\"\\u0"u8[random.Next(10)];
            using var server =
                ServerDouble.Answering(
                Answer(Status), [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"200 {services.Length,11}\n")),
                .. services], Answer("[]"), Answer(CommandPipeComment));

            var look = Look.With(state.Path, "--livestatus", server.Where);

            Assert.DoesNotContain("internal error", look.Output, StringComparison.Ordinal);
            Assert.Equal(1, look.Output.Count(character => character == '|')
                + (look.ExitCode == 3 && !look.Output.Contains('|', StringComparison.Ordinal) ? 1 : 0));
        }
    }

    [Theory]
    [InlineData("nohost", "is not HOST:PORT")]
    [InlineData("host:0", "is not HOST:PORT")]
    [InlineData("host:99999", "is not HOST:PORT")]
    [InlineData("::1", "is not HOST:PORT")]
    [InlineData("user:pass@host:6558", "holds credentials")]
    public void An_address_that_is_none_is_refused_before_anything_is_asked(string where, string reason)
    {
        using var state = new TemporaryFolder();

        var look = Look.With(state.Path, "--livestatus", where);

        Assert.Equal(3, look.ExitCode);
        Assert.Contains(reason, look.FirstLine, StringComparison.Ordinal);
        Assert.DoesNotContain("pass", look.Output.Replace("password", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_that_is_missing_refused_or_forbidden_is_told_apart()
    {
        using var folder = new TemporaryFolder();
        var socket = Path.Combine(folder.Path, "live");
        Assert.Contains("there is no such socket", Look.With(folder.Path, "--livestatus", socket).FirstLine, StringComparison.Ordinal);

        using (var listener = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0))
            listener.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(socket));
        if (!File.Exists(socket))
            File.WriteAllText(socket, "");
        var look = Look.With(folder.Path, "--livestatus", socket);

        Assert.Contains("connection refused", look.FirstLine, StringComparison.Ordinal);
        Assert.Contains("nobody listens behind the socket", look.Output, StringComparison.Ordinal);
        Assert.Contains(
            "longer than the path of a socket", Look.With(folder.Path, "--livestatus", "/" + new string('x', 120)).FirstLine,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_never_answers_ends_in_the_checks_own_timeout_which_names_the_stage()
    {
        using var server = new ServerDouble((_, _) => Thread.Sleep(3000));
        using var state = new TemporaryFolder();

        var look = Look.With(state.Path, "--livestatus", server.Where, "--timeout", "1");

        Assert.Equal(3, look.ExitCode);
        Assert.Contains($"while asking Livestatus at {server.Where}", look.FirstLine, StringComparison.Ordinal);
    }

    private static ServerDouble Serve(params string[] answers) => ServerDouble.Answering([.. answers.Select(Answer)]);

    private static byte[] Answer(string json) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"200 {Encoding.UTF8.GetByteCount(json),11}\n{json}"));
}
