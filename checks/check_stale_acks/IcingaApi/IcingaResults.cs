using System.Text.Json;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// Walks the API's answer, <c>{"results":[{...},{...}]}</c>, one object at a time, so that the memory it takes is one object's and not the
/// answer's. See https://icinga.com/docs/icinga-2/latest/doc/12-icinga2-api/#responses.
/// </summary>
internal static class IcingaResults
{
    private const int MaximumObject = 16 * 1024 * 1024;

    /// <summary>Takes every object of the list.</summary>
    /// <param name="body">The answer's body.</param>
    /// <param name="name">The server, for the error texts.</param>
    /// <param name="take">Called with one after the other.</param>
    /// <exception cref="CheckException">Not JSON, cut, nested too deep, an object too large, or no list of results.</exception>
    public static void Read(ByteSource body, string name, Action<IcingaObject> take)
    {
        try
        {
            if (!Walk(body, name, take))
                throw new CheckException($"{name} answers without \"results\": it is not the API of Icinga 2");
        }
        catch (JsonException)
        {
            throw new CheckException($"{name} answers with something that is not the JSON of Icinga 2's API, or is cut");
        }
    }

    private static bool Walk(ByteSource body, string name, Action<IcingaObject> take)
    {
        var buffer = new byte[128 * 1024];
        var (start, end, last) = (0, 0, false);
        var state = new JsonReaderState();
        var (seen, inList) = (false, false);
        while (true)
        {
            var json = new Utf8JsonReader(buffer.AsSpan(start, end - start), last, state);
            int read;
            do
            {
                // Where an object is not whole yet, the walk comes back to the point before it with more bytes.
                (state, read) = (json.CurrentState, (int)json.BytesConsumed);
            }
            while (Step(ref json, last, take, ref seen, ref inList));
            start += read;
            if (last)
                return seen;
            Fill(body, name, ref buffer, ref start, ref end, ref last);
        }
    }

    // One object of the list, or one token around it; false where the bytes end before that.
    private static bool Step(ref Utf8JsonReader json, bool last, Action<IcingaObject> take, ref bool seen, ref bool inList)
    {
        if (!json.Read())
            return false;
        if (inList && json.TokenType == JsonTokenType.StartObject)
            return TakeObject(ref json, last, take);
        if (inList && json.TokenType == JsonTokenType.EndArray)
            inList = false;
        else if (inList || (json.CurrentDepth == 0 && json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject)))
            throw new JsonException();
        else if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("results"u8))
        {
            if (!json.Read())
                return false;
            seen = inList = json.TokenType == JsonTokenType.StartArray;
        }
        else if (json.TokenType == JsonTokenType.PropertyName)
            return json.TrySkip();
        return true;
    }

    // Where the bytes end inside the object, the reader is left inside it, and what was read is dropped.
    private static bool TakeObject(ref Utf8JsonReader json, bool last, Action<IcingaObject> take)
    {
        var depth = json.CurrentDepth;
        var whole = IcingaObject.Read(ref json);
        if (json.TokenType != JsonTokenType.EndObject || json.CurrentDepth != depth)
            return last ? throw new JsonException() : false;
        take(whole);
        return true;
    }

    private static void Fill(ByteSource body, string name, ref byte[] buffer, ref int start, ref int end, ref bool last)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length)
        {
            if (end >= MaximumObject)
                throw new CheckException(
                    $"{name} sends an object of more than {MaximumObject / 1024 / 1024} MB: no host, service or comment is so large");
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var got = body.Read(buffer.AsSpan(end));
        end += got;
        last = got == 0;
    }
}
