using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Takes a plugin's output apart into statements that can be compared with those of another day: see <see
/// cref="OutputClause"/>.</summary>
internal static partial class OutputClauses
{
    private const int Longest = 16 * 1024;
    private const int MostClauses = 60;
    private const int LongestClause = 200;

    /// <summary>The statements about what is wrong, each once, in order. Statements that say that something is well are left out.</summary>
    /// <param name="output">The first line.</param>
    /// <param name="longOutput">The lines behind it.</param>
    /// <param name="perfData">Numbers that stand in the perfdata are measures.</param>
    public static IReadOnlyList<string> Of(string output, string longOutput, string perfData)
    {
        var clauses = new List<string>();
        var measures = Measures(perfData);
        AddLine(clauses, Header().Replace(Cut(output), ""), measures);
        var lines = Cut(longOutput).Split('\n');

        // Of a table or a tree with a state in each row, only the rows that say that something is wrong count.
        var isTable = Array.Exists(lines, line => Mark(line) == NagiosState.Critical);
        foreach (var line in lines)
        {
            if (!isTable || Mark(line) == NagiosState.Critical)
                AddLine(clauses, line, measures);
        }

        return clauses;
    }

    // No name is longer, and patterns over longer words would take their time.
    private static string Short(string word) => word.Length <= LongestClause ? word : word[..LongestClause];

    private static string Cut(string text) => text.Length <= Longest ? text : text[..Longest];

    // [CRITICAL], (WARN), =Critical or a row that begins with a state.
    private static NagiosState Mark(string line) => BadMark().IsMatch(line) ? NagiosState.Critical : NagiosState.Ok;

    private static void AddLine(List<string> clauses, string line, HashSet<string> measures)
    {
        List<string> fine = [];
        foreach (var part in Separator().Split(line))
        {
            foreach (var statement in Statements(part))
            {
                // "array md0 is in clean, degraded state": what begins with a state belongs to what stands before it.
                var words = Words(statement, measures);
                if (words.Count > 0 && fine.Count > 0 && OutputWords.IsBad(words[0]) && !words.Exists(word => word.StartsWith('~')))
                    words = [.. fine, .. words];
                fine = IsFine(words) ? words : [];
                if (words.Count > 0 && fine.Count == 0)
                    Add(clauses, words);
            }
        }
    }

    private static void Add(List<string> clauses, List<string> words)
    {
        var clause = UntrustedText.Clean(string.Join(' ', words), LongestClause);
        if (clauses.Count < MostClauses && clause.Length > 0 && NamesSomething(words) && !clauses.Contains(clause))
            clauses.Add(clause);
    }

    // A word that is neither a state nor a number; or a count of states, "critical=2".
    private static bool NamesSomething(List<string> words) =>
        words.Exists(word => !OutputWords.IsBad(word) && !word.StartsWith('~')) || (
            words is [var state, ['~', ..]] && OutputWords.IsBad(state));

    // "free space: /var" are two statements, "PS1: failed" is one: an item stays with its state.
    private static IEnumerable<string> Statements(string part)
    {
        var colon = part.IndexOf(": ", StringComparison.Ordinal);
        if (colon <= 0)
            return [part];
        var behind = part[(colon + 2)..];
        return Words(behind, []).TrueForAll(word => OutputWords.IsBad(word) || OutputWords.IsGood(word) || OutputWords.IsNegation(word)
            || word.StartsWith('~'))
            ? [part]
            : [part[..colon], .. Statements(behind)];
    }

    private static bool IsFine(List<string> words)
    {
        // "warning=0": nothing warns.
        var fine = words is [_, "~0"];
        if (fine)
            return true;
        for (var index = 0; index < words.Count; index++)
        {
            if (OutputWords.IsBad(words[index]) || (OutputWords.IsNegation(words[index]) && words.Count > index + 1))
                return false;
            fine |= OutputWords.IsGood(words[index]);
        }

        return fine;
    }

    private static List<string> Words(string statement, HashSet<string> measures)
    {
        var words = new List<string>();
        var (isBehindNumber, isBehindId, isBehindDate) = (false, false, false);
        foreach (var piece in Blanks().Split(statement).Select(Short).SelectMany(Pieces))
        {
            // "97 %" is known for a measure only by the word behind the number.
            if (isBehindNumber && OutputWords.IsUnit(piece) && words.Count > 0 && words[^1].StartsWith('~'))
                words.RemoveAt(words.Count - 1);
            var previous = words.Count > 0 ? words[^1].ToLowerInvariant() : "";
            var word = Word(piece, previous, isBehindNumber, measures, out var isNumber);
            var isDate = OutputWords.IsDate(piece.ToLowerInvariant()) || OutputWords.IsDateOrTime(piece);
            if ((isBehindId || isBehindDate) && (isNumber || (isBehindId && Digits().IsMatch(piece))))
                word = null;
            isBehindDate = isDate || (isBehindDate && isNumber);
            isBehindNumber = isNumber;
            isBehindId = OutputWords.IsId(piece.ToLowerInvariant());
            if (word is not null)
                words.Add(word);
        }

        return words;
    }

    // Words are parted at '=' and ':' where no name has one: not in an address with a port, a device 0:1:3, a drive C:\, a URL.
    private static IEnumerable<string> Pieces(string raw)
    {
        var word = raw.Trim('.', ':', '!', '?', '*', '~', '+', '_', '…', '`');
        if (word.Length == 0)
            return raw.Contains('*', StringComparison.Ordinal) ? ["*"] : [];
        if (OutputWords.IsDateOrTime(word) || NameWithColon().IsMatch(word))
            return [word];
        if (word.Contains('=', StringComparison.Ordinal) || word.Contains(':', StringComparison.Ordinal))
            return word.Split(['=', ':'], StringSplitOptions.RemoveEmptyEntries).SelectMany(Pieces);
        var number = OutputWords.Number(word);
        return number.Success && PercentThenWord().Match(number.Groups["rest"].Value) is { Success: true } behind
            ? [word[..^behind.Groups[1].Length], behind.Groups[1].Value]
            : [word];
    }

    // Null for what changes from run to run.
    private static string? Word(string piece, string previous, bool isBehindNumber, HashSet<string> measures, out bool isNumber)
    {
        isNumber = false;
        var lower = piece.ToLowerInvariant();
        if ((isBehindNumber && OutputWords.IsUnit(piece)) || OutputWords.IsDate(lower))
            return null;
        if (OutputWords.IsDateOrTime(piece) || OutputWords.IsDuration(piece))
        {
            isNumber = true;
            return null;
        }

        if (OutputWords.IsBad(lower) || OutputWords.IsGood(lower) || OutputWords.IsNegation(lower))
            return lower;
        var number = OutputWords.Number(piece);
        if (!number.Success)
            return Plain(OutputWords.WithoutDates(piece), isBehindNumber);
        return NumberWord(piece, number, previous, measures, out isNumber);
    }

    private static string? NumberWord(string piece, Match number, string previous, HashSet<string> measures, out bool isNumber)
    {
        var (digits, rest) = (number.Groups["number"].Value, number.Groups["rest"].Value);
        isNumber = true;
        if (IPAddress.TryParse(piece, out var address) && address.ToString() == piece && piece.Contains('.', StringComparison.Ordinal))
        {
            isNumber = false;
            return piece;
        }

        if (rest.Length == 0)
            return BareNumber(digits, number.Groups["sign"].Value, previous, measures, out isNumber);
        if (OutputWords.IsUnit(rest))
            return null;
        if (rest[0] == '/' && OutputWords.Number(rest[1..]) is { Success: true } whole)
            return whole.Groups["rest"].Length == 0 && !IsFraction(digits) && !IsFraction(whole.Groups["number"].Value)
                ? $"~{digits} of ~{whole.Groups["number"].Value}" : null;
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && OutputWords.IsUnit(rest[..slash]) && OutputWords.Number(rest[(slash + 1)..]).Success)
            return null;
        if (rest[0] == '-' && OutputWords.Number(rest[1..]) is { Success: true } end && (
            end.Groups["rest"].Length == 0 || OutputWords.IsUnit(end.Groups["rest"].Value)))
            return null;
        isNumber = false;
        return OutputWords.WithoutDates(piece);
    }

    private static string? BareNumber(string digits, string sign, string previous, HashSet<string> measures, out bool isNumber)
    {
        isNumber = true;
        if (OutputWords.IsThing(previous) && !IsFraction(digits))
        {
            isNumber = false;
            return digits;
        }

        // 1.2.3 is a version; 12.345.678 and 3.14 are measures.
        if (IsFraction(digits))
        {
            isNumber = !Version().IsMatch(digits) || Thousands().IsMatch(digits);
            return isNumber ? null : digits;
        }

        return sign.Contains('-', StringComparison.Ordinal) || measures.Contains(digits) || OutputWords.WithoutDates(digits) == "*"
            ? null : "~" + digits;
    }

    private static bool IsFraction(string digits) => digits.AsSpan().ContainsAny(".,eE");

    private static string? Plain(string word, bool isBehindNumber)
    {
        var text = word.Trim('-');
        return !text.Any(char.IsLetterOrDigit) ? text is "/" or "*" ? text : null
            : isBehindNumber && text.Length > 3 && text.EndsWith('s') && !text.EndsWith("ss", StringComparison.Ordinal) ? text[..^1]
            : text;
    }

    // The values of the perfdata as they may stand in the text: whole numbers.
    private static HashSet<string> Measures(string perfData)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match value in Value().Matches(Cut(perfData)))
        {
            if (double.TryParse(value.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(
                number) < 1e15)
            {
                found.Add(Math.Round(number).ToString(CultureInfo.InvariantCulture));
                found.Add(Math.Floor(number).ToString(CultureInfo.InvariantCulture));
            }
        }

        return found;
    }

    // "DISK CRITICAL - ", "RAID CRITICAL: ", "CRITICAL ", "HTTP WARNING: ", "IPMI Status: Critical ".
    [GeneratedRegex(
        @"^\s*(?:[A-Za-z0-9_./-]+\s+){0,2}?(?:Status:\s*)?\[?(?:OK|WARN(?:ING)?|CRIT(?:ICAL)?|UNKNOWN)\]?\s*(?:[-:–]+\s*|\(!!?\)\s*|$|"
            + @"(?=\[|\())", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Header();

    [GeneratedRegex(
        @"[\[(=<]\s*(?:WARN(?:ING)?|CRIT(?:ICAL)?|UNKNOWN|FAILED|DOWN)\s*[\])>]?|^\W*(?:WARN(?:ING)?|CRIT(?:ICAL)?|UNKNOWN)\b|\((?:!|"
            + @"!!)\)|\b(?:WARNING|CRITICAL)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BadMark();

    // A comma between digits is part of a number.
    [GeneratedRegex(@"(?<!\d),|,(?!\d)|;|\||\s-\s|\s–\s|\.\s|\s&\s|\s!\s|\]\s*\[|\\n|\n")]
    private static partial Regex Separator();

    [GeneratedRegex(@"[\s()\[\]{}<>""',]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(
        @"^(\d+(:\d+){2,}|[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){2,}|.*::.*|[A-Za-z]:\\.*|[a-z][a-z0-9+.-]*://.*|[\w.-]*[.\d-][\w.-]*:\d{1,5}"
            + @"|\w+:[a-z]\w*:\w+)$")]
    private static partial Regex NameWithColon();

    [GeneratedRegex(@"^%([A-Za-z]{2,}.*)$")]
    private static partial Regex PercentThenWord();

    [GeneratedRegex(@"\d")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^\d+(\.\d+){2,}$")]
    private static partial Regex Version();

    [GeneratedRegex(@"^\d{1,3}([.,]\d{3})+([.,]\d+)?$")]
    private static partial Regex Thousands();

    [GeneratedRegex(@"=\s*([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)")]
    private static partial Regex Value();
}
