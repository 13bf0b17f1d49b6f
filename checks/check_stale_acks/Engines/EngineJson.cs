using System.Text;
using System.Text.Json;

namespace NagiosChecks.StaleAcks;

/// <summary>Reading values of an engine's JSON as they come: numbers as numbers, true as 1, broken text as text. The value must be whole in
/// the reader's buffer; TrySkip and not Skip, which refuses readers of a stream even then.</summary>
internal static class EngineJson
{
    /// <summary>The current value as text: "" for null, and what cannot be decoded with U+FFFD in it.</summary>
    public static string Text(ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.Null)
            return "";
        if (json.TokenType is JsonTokenType.String && json.ValueIsEscaped)
        {
            try
            {
                return json.GetString() ?? "";
            }
            catch (InvalidOperationException)
            {
                // Lone surrogates or bad UTF-8 beside an escape: shown as it was sent.
            }
        }

        return Encoding.UTF8.GetString(json.ValueSpan);
    }

    /// <summary>The current value as a number: true is 1, false, null and everything else 0.</summary>
    public static double Number(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.True => 1,
        JsonTokenType.Number when json.TryGetDouble(out var number) && double.IsFinite(number) => number,
        _ => 0,
    };

    /// <summary>The current value, a list, as texts; what is no list is none, what is no text is left out.</summary>
    public static List<string> Texts(ref Utf8JsonReader json)
    {
        var texts = new List<string>();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            _ = json.TrySkip();
            return texts;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.String)
                texts.Add(Text(ref json));
            else
                _ = json.TrySkip();
        }

        return texts;
    }
}
