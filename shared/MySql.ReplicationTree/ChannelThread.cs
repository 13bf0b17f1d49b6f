namespace MySql.ReplicationTree;

/// <summary>What one of a channel's two threads does.</summary>
public enum ChannelThread
{
    /// <summary>Stopped by hand, by an error, or never started.</summary>
    Stopped,

    /// <summary>The IO thread tries to reach the source.</summary>
    Connecting,

    /// <summary>At work.</summary>
    Running,
}
