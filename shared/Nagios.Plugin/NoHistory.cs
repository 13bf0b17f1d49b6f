namespace Nagios.Plugin;

/// <summary>The history of a check that remembers nothing: no state file is opened for it.</summary>
public sealed class NoHistory
{
    private NoHistory()
    {
    }

    /// <summary>The only value.</summary>
    public static NoHistory None { get; } = new();

    internal static StateFormat<NoHistory> Format { get; } = new(None, (_, _) => None, _ => []);
}
