using CommandLine;
using MySql.Session;

namespace MySql.ReplicationTree;

/// <summary>The options of checks that look at all servers of a replication tree.</summary>
public class TreeOptions : MySqlOptions
{
    /// <summary>The tree's servers; null leaves them to be found.</summary>
    [Option("hosts", MetaValue = "HOST[:PORT],...",
        HelpText = "the servers of the tree, source and replicas in any order, all with the same account; who follows whom is found "
            + "(default: "
        + "the server of --host, its source and the replicas that it names)")]
    public string? Hosts { get; set; }

    /// <summary>How long one server may take.</summary>
    [Option("server-limit", MetaValue = "TIME", HelpText = "how long one server may take to answer; one that hangs costs no more, "
        + "because all are asked side by side; from 1s to 1m")]
    public string ServerLimit { get; set; } = "3s";

    /// <summary>Where the answers are kept.</summary>
    [Option("record", MetaValue = "DIR", HelpText = "keep what every server answered in this directory, one file for each server, "
        + "without passwords; it is made, or must hold no recording yet")]
    public string? Record { get; set; }

    /// <summary>Where answers are read from in place of servers.</summary>
    [Option("replay", MetaValue = "DIR", HelpText = "judge a directory that --record has written in place of servers")]
    public string? Replay { get; set; }
}
