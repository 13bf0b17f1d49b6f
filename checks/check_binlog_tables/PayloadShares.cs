namespace NagiosChecks.BinlogTables;

/// <summary>Divides the bytes of a compressed transaction among its parts, by their bytes before compression; the remainders go to
/// those that lost most by rounding, so that the sum stays exact.</summary>
internal sealed class PayloadShares
{
    private const int Kinds = 4;
    private readonly List<TableCount> _tables = [];
    private readonly long[] _overhead = new long[Kinds];

    public void Begin()
    {
        // A payload that could not be read to its end has left weights behind.
        foreach (var table in _tables)
            table.Weight = 0;
        _tables.Clear();
        Array.Clear(_overhead);
    }

    public void Add(TableCount table, long logged)
    {
        if (table.Weight == 0)
            _tables.Add(table);
        table.Weight += logged;
    }

    public void Add(OverheadKind kind, long logged) => _overhead[(int)kind] += logged;

    /// <summary>Gives every part its share.</summary>
    /// <param name="bytes">Bytes of the whole event in the file.</param>
    /// <param name="timestamp">When it was written.</param>
    /// <param name="overhead">Gets what belongs to no table.</param>
    public void End(long bytes, uint timestamp, OverheadCount overhead)
    {
        var total = _tables.Sum(table => table.Weight) + _overhead.Sum();
        if (total == 0)
        {
            overhead.Add(OverheadKind.Other, bytes);
            return;
        }

        var left = bytes;
        foreach (var table in _tables)
            left -= Share(table.Weight);
        for (var kind = 0; kind < Kinds; kind++)
        {
            left -= Share(_overhead[kind]);
            overhead.Add((OverheadKind)kind, Share(_overhead[kind]));
        }

        _tables.Sort((one, other) => Remainder(other.Weight).CompareTo(Remainder(one.Weight)));
        foreach (var table in _tables)
        {
            var extra = left > 0 ? 1 : 0;
            left -= extra;
            table.Add(Share(table.Weight) + extra, timestamp);
            table.Weight = 0;
        }

        overhead.Add(OverheadKind.TransactionFrame, left);

        long Share(long weight) => (long)((UInt128)(ulong)bytes * (ulong)weight / (ulong)total);
        ulong Remainder(long weight) => (ulong)((UInt128)(ulong)bytes * (ulong)weight % (ulong)total);
    }
}
