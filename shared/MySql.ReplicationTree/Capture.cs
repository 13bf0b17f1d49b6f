using System.Globalization;
using System.Text;
using MySql.Session;
using Nagios.Plugin;

namespace MySql.ReplicationTree;

/// <summary>
/// One server's answers as text, for a reading that is kept. Sections are named by the statement, <c>#= STATEMENT</c>, and hold a line of
/// column names and a line for each row as <c>mysql --batch</c> writes them: divided by tabs, with \n, \t, \0 and \\ escaped and NULL for
/// NULL; a blank line ends a section, and one without rows has no names either. <c>#! TEXT</c> is why a statement has no answer; before
/// the first section, why the server has none. Other lines before the first section that begin with # are remarks.
/// </summary>
public static class Capture
{
    private const string Section = "#= ";
    private const string Refusal = "#! ";
    private const string Null = "NULL";
    private const string Address = "# address ";
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Reads a server's text.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="text">The text, with \n at the ends of lines.</param>
    /// <exception cref="CheckException">A row has another number of columns than its section, or there is neither an answer nor a
    /// reason.</exception>
    public static ServerAnswers Parse(string server, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n');
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        var answers = new List<Answer>();
        var at = 0;
        while (at < count && !IsSection(lines[at]))
            at++;
        var head = ReadHead(server, lines.AsSpan(0, at));

        while (at < count)
        {
            var start = at++;
            while (at < count && !IsSection(lines[at]))
                at++;
            var end = at - 1 > start && lines[at - 1].Length == 0 ? at - 1 : at;
            answers.Add(ReadSection(server, lines, start, end));
        }

        if (answers.Count == 0 && head.Down is null)
            throw new CheckException($"{Clean(server)}: no line begins with '#= ' or '#! ', so this is no captured server");
        return new ServerAnswers(server, answers, head.Down) { Address = head.Address, At = head.At };
    }

    /// <summary>Writes a server's answers so that <see cref="Parse"/> reads the same.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="remark">What a person should know about them; one line. The time of the answers follows it.</param>
    public static string Write(ServerAnswers answers, string remark)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(remark);
        var text = new StringBuilder();
        text.Append("# ").Append(OneLine(remark));
        if (answers.At is { } at)
            text.Append(", ").Append(at.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture));
        text.Append('\n');
        if (answers.Address is { } address)
            text.Append(Address).Append(OneLine(address)).Append('\n');
        if (answers.Down is { } down)
            text.Append(Refusal).Append(OneLine(down)).Append('\n');
        foreach (var answer in answers.Answers)
        {
            text.Append(Section).Append(OneLine(answer.Statement)).Append('\n');
            if (answer.Refusal is { } refusal)
                text.Append(Refusal).Append(OneLine(refusal).TrimEnd()).Append('\n');
            else
                WriteRows(text, answer.Rows);
            text.Append('\n');
        }

        return text.ToString();
    }

    // Before the first section: remarks, the last word of the first one being the time; the address; and why there are no sections.
    private static (string? Down, string? Address, DateTimeOffset? At) ReadHead(string server, ReadOnlySpan<string> lines)
    {
        (string? Down, string? Address, DateTimeOffset? At) head = default;
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            if (line.StartsWith(Refusal, StringComparison.Ordinal))
                head.Down = line[Refusal.Length..];
            else if (line.StartsWith(Address, StringComparison.Ordinal))
                head.Address = line[Address.Length..];
            else if (line.Length > 0 && line[0] != '#')
                throw new CheckException($"{Clean(server)}: line {at + 1} stands before the first section; it begins with '#= '");
            else if (head.At is null && DateTimeOffset.TryParseExact(line[(line.LastIndexOf(' ') + 1)..], Time,
                CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                head.At = time;
        }

        return head;
    }

    private static Answer ReadSection(string server, string[] lines, int start, int end)
    {
        var statement = lines[start][Section.Length..];
        var first = start + 1;
        if (first >= end || lines[first].Length == 0)
            return new Answer(statement, []);
        if (lines[first].StartsWith(Refusal, StringComparison.Ordinal))
            return new Answer(statement, [], string.Join(' ', lines[first..end])[Refusal.Length..].TrimEnd());

        var columns = new MySqlColumns(Array.ConvertAll(lines[first].Split('\t'), name => Unescape(name)));
        var rows = new List<MySqlRow>();
        for (var at = first + 1; at < end; at++)
        {
            var values = Array.ConvertAll(lines[at].Split('\t'), value => value == Null ? null : Unescape(value));
            if (values.Length != columns.Names.Count)
                throw new CheckException(
                    $"{Clean(server)}: line {at + 1} has {values.Length} columns, and its section {columns.Names.Count}");
            rows.Add(new MySqlRow(columns, values));
        }

        return new Answer(statement, rows);
    }

    private static void WriteRows(StringBuilder text, IReadOnlyList<MySqlRow> rows)
    {
        if (rows.Count == 0)
        {
            text.Append('\n');
            return;
        }

        var columns = rows[0].Columns;
        text.AppendJoin('\t', columns.Names.Select(Escape)).Append('\n');
        foreach (var row in rows)
            text.AppendJoin('\t', columns.Names.Select(name => row.Text(name) is { } value ? Escape(value) : Null)).Append('\n');
    }

    // A text that would be taken for NULL or for the begin of a section has a backslash before it, which reading takes away.
    private static string Escape(string value)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal);
        return escaped == Null || escaped.StartsWith('#') ? "\\" + escaped : escaped;
    }

    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var value = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\' || at + 1 == text.Length)
                value.Append(text[at]);
            else
                value.Append(text[++at] switch { 'n' => '\n', 't' => '\t', '0' => '\0', var other => other });
        }

        return value.ToString();
    }

    private static bool IsSection(string line) => line.StartsWith(Section, StringComparison.Ordinal);

    private static string OneLine(string text) => text.Replace('\n', ' ');

    private static string Clean(string server) => UntrustedText.Clean(server, 80);
}
