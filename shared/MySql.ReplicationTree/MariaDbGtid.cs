namespace MySql.ReplicationTree;

/// <summary>A GTID of MariaDB, <c>0-1-10</c> (MariaDB manual, "Global Transaction ID").</summary>
/// <param name="Domain">The domain; numbers of two domains say nothing about each other.</param>
/// <param name="Server">The server that wrote the transaction first.</param>
/// <param name="Number">Its number in the domain.</param>
public readonly record struct MariaDbGtid(uint Domain, uint Server, ulong Number)
{
    /// <summary>As MariaDB writes it.</summary>
    public override string ToString() => $"{Domain}-{Server}-{Number}";
}
