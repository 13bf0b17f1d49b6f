namespace NagiosChecks.ConfigDrift;

/// <summary>How a variable can be changed.</summary>
internal enum Change
{
    /// <summary>By SET GLOBAL, while the server runs.</summary>
    Running,

    /// <summary>In the option file, with a restart.</summary>
    Restart,

    /// <summary>Not without new data: the data directory was made with it.</summary>
    NewData,

    /// <summary>By a procedure of several steps on all servers of the tree.</summary>
    Procedure,
}
