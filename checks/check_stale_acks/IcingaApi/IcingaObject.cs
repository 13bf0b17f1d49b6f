using System.Globalization;
using System.Text.Json;

namespace NagiosChecks.StaleAcks;

/// <summary>What matters of one object of the API: a host, a service or a comment, with the host or service it joins.</summary>
internal sealed record IcingaObject
{
    private bool _acknowledgementIsKnown;
    private bool _isTarget;

    public string HostName { get; private set; } = "";

    public string? ServiceName { get; private set; }

    public double State { get; private set; }

    public bool Reachable { get; private set; } = true;

    public double Acknowledgement { get; private set; }

    public double AcknowledgementExpiry { get; private set; }

    public double AcknowledgementLastChange { get; private set; }

    public bool NotificationsEnabled { get; private set; } = true;

    public double LastOk { get; private set; }

    public string Output { get; private set; } = "";

    public string LongOutput { get; private set; } = "";

    public string PerfData { get; private set; } = "";

    public double DowntimeDepth { get; private set; }

    public List<string> Groups { get; } = [];

    public string Author { get; private set; } = "";

    public string Text { get; private set; } = "";

    public double EntryType { get; private set; }

    public double EntryTime { get; private set; }

    public double ExpireTime { get; private set; }

    /// <summary>The host or service that a comment is about; null where it is joined to nothing.</summary>
    public IcingaObject? Target { get; private set; }

    /// <summary>Reads one element of "results": attrs, and joins of a comment or of a service's host.</summary>
    public static IcingaObject Read(ref Utf8JsonReader json)
    {
        var read = new IcingaObject();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("attrs"u8))
                read.ReadAttributes(ref json);
            else if (json.ValueTextEquals("joins"u8))
                read.ReadJoins(ref json);
            else
                _ = json.TrySkip();
        }

        return read;
    }

    private void ReadJoins(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            _ = json.TrySkip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isService = json.ValueTextEquals("service"u8);
            var joined = new IcingaObject { _isTarget = true };
            joined.ReadAttributes(ref json);

            // A comment on a service joins both: the service is what it is about.
            if (isService || Target is null)
                Target = joined;
            Groups.AddRange(joined.Groups);
        }
    }

    private void ReadAttributes(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            _ = json.TrySkip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (IsNotAcknowledged)
                SkipValue(ref json);
            else
                ReadAttribute(ref json);
        }
    }

    // Attributes come in the order of their names: what a problem's output is need not be read once it is known not to be acknowledged.
    private bool IsNotAcknowledged => _acknowledgementIsKnown && Acknowledgement == 0;

    private static void SkipValue(ref Utf8JsonReader json)
    {
        if (json.Read() && json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            _ = json.TrySkip();
    }

    private void ReadAttribute(ref Utf8JsonReader json)
    {
        if (Is(ref json, "groups"u8))
        {
            Groups.AddRange(EngineJson.Texts(ref json));
            return;
        }

        if (Is(ref json, "last_check_result"u8))
        {
            ReadCheckResult(ref json);
            return;
        }

        if (!ReadName(ref json) && !ReadProblem(ref json) && !ReadComment(ref json))
            _ = json.TrySkip();

        // On the value of a simple attribute this does nothing.
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            _ = json.TrySkip();
    }

    private bool ReadName(ref Utf8JsonReader json)
    {
        if (Is(ref json, "host_name"u8) || (HostName.Length == 0 && Is(ref json, "__name"u8)))
            HostName = EngineJson.Text(ref json);
        else if (Is(ref json, "service_name"u8) || (ServiceName is null && Is(ref json, "name"u8)))
            ServiceName = EngineJson.Text(ref json);
        else
            return false;
        return true;
    }

    private bool ReadProblem(ref Utf8JsonReader json)
    {
        if (Is(ref json, "state"u8))
            State = EngineJson.Number(ref json);
        else if (Is(ref json, "last_reachable"u8))
            Reachable = EngineJson.Number(ref json) != 0;
        else if (Is(ref json, "acknowledgement"u8))
            (Acknowledgement, _acknowledgementIsKnown) = (EngineJson.Number(ref json), !_isTarget);
        else if (Is(ref json, "acknowledgement_expiry"u8))
            AcknowledgementExpiry = EngineJson.Number(ref json);
        else if (Is(ref json, "acknowledgement_last_change"u8))
            AcknowledgementLastChange = EngineJson.Number(ref json);
        else if (Is(ref json, "enable_notifications"u8))
            NotificationsEnabled = EngineJson.Number(ref json) != 0;
        else if (Is(ref json, "last_state_ok"u8) || Is(ref json, "last_state_up"u8))
            LastOk = EngineJson.Number(ref json);
        else if (Is(ref json, "downtime_depth"u8))
            DowntimeDepth = EngineJson.Number(ref json);
        else
            return false;
        return true;
    }

    private bool ReadComment(ref Utf8JsonReader json)
    {
        if (Is(ref json, "author"u8))
            Author = EngineJson.Text(ref json);
        else if (Is(ref json, "text"u8))
            Text = EngineJson.Text(ref json);
        else if (Is(ref json, "entry_type"u8))
            EntryType = EngineJson.Number(ref json);
        else if (Is(ref json, "entry_time"u8))
            EntryTime = EngineJson.Number(ref json);
        else if (Is(ref json, "expire_time"u8))
            ExpireTime = EngineJson.Number(ref json);
        else
            return false;
        return true;
    }

    // Moves on to the value when the name is the one. Compared as it stands: a name with an escape in it is none of these.
    private static bool Is(ref Utf8JsonReader json, ReadOnlySpan<byte> name) => json.TokenType == JsonTokenType.PropertyName
        && json.ValueSpan.SequenceEqual(name) && json.Read();

    private void ReadCheckResult(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            _ = json.TrySkip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref json, "output"u8))
            {
                var lines = EngineJson.Text(ref json).Split('\n', 2);
                (Output, LongOutput) = (lines[0], lines.Length > 1 ? lines[1] : "");
                _ = json.TrySkip();
            }
            else if (Is(ref json, "performance_data"u8))
                PerfData = ReadPerfData(ref json);
            else
                _ = json.TrySkip();
        }
    }

    // Texts as the plugin printed them; objects where Icinga itself made them.
    private static string ReadPerfData(ref Utf8JsonReader json)
    {
        var items = new List<string>();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            _ = json.TrySkip();
            return "";
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray && items.Count < FailingItem.MaximumItems)
        {
            if (json.TokenType == JsonTokenType.String)
                items.Add(EngineJson.Text(ref json));
            else if (json.TokenType == JsonTokenType.StartObject)
                items.Add(ReadPerfDataValue(ref json));
            else
                _ = json.TrySkip();
        }

        while (json.TokenType != JsonTokenType.EndArray && json.Read())
            _ = json.TrySkip();
        return string.Join(' ', items);
    }

    private static string ReadPerfDataValue(ref Utf8JsonReader json)
    {
        var (label, value, warning, critical) = ("", "", "", "");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref json, "label"u8))
            {
                label = EngineJson.Text(ref json);
                _ = json.TrySkip();
            }
            else if (Is(ref json, "value"u8))
                value = Number(ref json);
            else if (Is(ref json, "warn"u8))
                warning = Number(ref json);
            else if (Is(ref json, "crit"u8))
                critical = Number(ref json);
            else
                _ = json.TrySkip();
        }

        return $"'{label.Replace("'", "''", StringComparison.Ordinal)}'={value};{warning};{critical}";
    }

    private static string Number(ref Utf8JsonReader json)
    {
        var text = json.TokenType == JsonTokenType.Number ? EngineJson.Number(ref json).ToString("R", CultureInfo.InvariantCulture) : "";
        _ = json.TrySkip();
        return text;
    }
}
