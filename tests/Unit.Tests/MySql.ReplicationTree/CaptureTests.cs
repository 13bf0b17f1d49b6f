using MySql.Session;
using Nagios.Plugin;

namespace MySql.ReplicationTree.Tests;

public sealed class CaptureTests
{
    [Fact]
    public void Every_captured_server_is_read_and_written_again_without_loss()
    {
        var servers = 0;
        foreach (var answers in CapturedTree.Names.SelectMany(CapturedTree.Answers))
        {
            AssertSame(answers, Capture.Parse(answers.Server, Capture.Write(answers, "again")));
            Assert.True(answers.Down is not null || answers.Variable("version") is { Length: > 0 }, answers.Server);
            servers++;
        }

        Assert.Equal(54, CapturedTree.Names.Count);
        Assert.True(servers > 200, $"{servers}");
    }

    [Fact]
    public void Values_that_look_like_the_format_come_back_as_they_were()
    {
        var columns = new MySqlColumns(["#= A", "b\tc"]);
        string?[] values = [null, "NULL", "", "#! no", "#= SHOW", "a\nb\t\\n\0\\", "\\N", "\\NULL"];
        var rows = values.SelectMany(one => values.Select(two => new MySqlRow(columns, [one, two]))).ToList();
        var one = new MySqlRow(new MySqlColumns(["only"]), [""]);
        var answers = new ServerAnswers("r1", [new Answer("SHOW A", rows), new Answer("B", [one, one]), new Answer("C", []),
            new Answer("D", [], "ERROR 1227: Access denied")]);

        AssertSame(answers, Capture.Parse("r1", Capture.Write(answers, "two\nlines")));
    }

    [Fact]
    public void Broken_captures_end_in_a_plain_error()
    {
        var random = new Random(54);
        var refused = 0;
        var texts = CapturedTree.Names.SelectMany(name => CapturedTree.Texts(name).Values).ToList();
        for (var round = 0; round < 500; round++)
        {
            try
            {
                _ = ServerTree.Of([Capture.Parse("r1", Mutation.Of(texts[random.Next(texts.Count)], random))]);
            }
            catch (CheckException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 499);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# remark\n")]
    [InlineData("hello\n#= A\n")]
    [InlineData("#= A\na\tb\n1\n")]
    public void What_is_no_capture_is_refused(string text) => Assert.Throws<CheckException>(() => Capture.Parse("r1", text));

    private static void AssertSame(ServerAnswers expected, ServerAnswers actual)
    {
        Assert.Equal(expected.Down, actual.Down);
        Assert.Equal(expected.Answers.Select(Text), actual.Answers.Select(Text));
    }

    private static string Text(Answer answer) => $"{answer.Statement}/{answer.Refusal}/" + string.Join('/', answer.Rows.Select(row =>
        string.Join(';', row.Columns.Names.Select(name => $"{name}={(row.Text(name) is { } value ? $"'{value}'" : "null")}"))));
}
