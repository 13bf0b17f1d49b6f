using System.Globalization;

namespace MySql.ReplicationTree;

/// <summary>
/// GTIDs of MariaDB, <c>0-1-10,1-5-3</c>: a position has the last transaction of each domain (@@gtid_slave_pos, Gtid_IO_Pos), and
/// @@gtid_binlog_state has the last one of each server in each domain, the domain's last one at the end.
/// </summary>
public sealed class MariaDbGtidList
{
    private MariaDbGtidList(IReadOnlyList<MariaDbGtid> gtids) => Gtids = gtids;

    /// <summary>The GTIDs in the server's order.</summary>
    public IReadOnlyList<MariaDbGtid> Gtids { get; }

    /// <summary>Reads a list; null for what is none.</summary>
    /// <param name="text">The list; an empty one has no GTIDs.</param>
    public static MariaDbGtidList? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var gtids = new List<MariaDbGtid>();
        if (string.IsNullOrWhiteSpace(text))
            return new MariaDbGtidList(gtids);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var fields = part.Split('-');
            if (fields.Length != 3
                || !uint.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var domain)
                || !uint.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var server)
                || !ulong.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            gtids.Add(new MariaDbGtid(domain, server, number));
        }

        return new MariaDbGtidList(gtids);
    }

    /// <summary>
    /// What another position has reached and this one has not: for each such domain the other's last GTID. Numbers of two domains are
    /// never compared.
    /// </summary>
    public IReadOnlyList<MariaDbGtid> Behind(MariaDbGtidList other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var behind = new List<MariaDbGtid>();
        foreach (var theirs in other.Gtids)
        {
            if (Last(theirs.Domain) is not { } mine || mine < theirs.Number)
                behind.Add(theirs);
        }

        return behind;
    }

    /// <summary>
    /// What this binlog state has of a server in a domain that the other state lacks or has with a lower number. A transaction that
    /// was written on a replica alone shows in nothing else: its @@gtid_binlog_pos is that of all others.
    /// </summary>
    public IReadOnlyList<MariaDbGtid> OnlyHere(MariaDbGtidList other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var only = new List<MariaDbGtid>();
        foreach (var mine in Gtids)
        {
            var known = false;
            foreach (var theirs in other.Gtids)
                known |= theirs.Domain == mine.Domain && theirs.Server == mine.Server && theirs.Number >= mine.Number;
            if (!known)
                only.Add(mine);
        }

        return only;
    }

    /// <summary>As MariaDB writes it.</summary>
    public override string ToString() => string.Join(',', Gtids);

    private ulong? Last(uint domain)
    {
        ulong? last = null;
        foreach (var gtid in Gtids)
        {
            if (gtid.Domain == domain && (last is null || gtid.Number > last))
                last = gtid.Number;
        }

        return last;
    }
}
