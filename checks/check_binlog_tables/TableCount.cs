using MySql.Binlog;

namespace NagiosChecks.BinlogTables;

/// <summary>What the binlog holds of one table.</summary>
internal sealed class TableCount(string schema, string table, int number)
{
    private const int MinutesAtMost = 2880;

    /// <summary>The schema; empty for what belongs to no known table.</summary>
    public string Schema { get; } = schema;

    public string Table { get; } = table;

    /// <summary>Schema and table as people write them.</summary>
    public string Name => Schema.Length == 0 ? Table : $"{Schema}.{Table}";

    /// <summary>Its number in order of appearance; part of the hash of its rows.</summary>
    public int Number { get; } = number;

    /// <summary>Bytes of its table maps and rows in the file.</summary>
    public long Bytes { get; set; }

    /// <summary>The same before compression.</summary>
    public long LoggedBytes { get; set; }

    public long Events { get; set; }

    public long Inserts { get; set; }

    public long Updates { get; set; }

    public long Deletes { get; set; }

    /// <summary>Bytes of the largest row; of an UPDATE both images together.</summary>
    public long LargestRow { get; set; }

    /// <summary>True when rows of it could not be split into columns.</summary>
    public bool IsUntold { get; set; }

    /// <summary>True when a table map said which columns are the primary key.</summary>
    public bool? HasPrimaryKey { get; set; }

    /// <summary>By position; empty unless columns are counted.</summary>
    public List<ColumnCount> Columns { get; } = [];

    public RewriteCount Rewrites { get; } = new();

    /// <summary>Bytes by minute (seconds since 1970, divided by 60).</summary>
    public SortedDictionary<long, long> Minutes { get; } = [];

    /// <summary>Logged bytes within the transaction payload that is being read.</summary>
    public long Weight { get; set; }

    public long Rows => Inserts + Updates + Deletes;

    private long _minute = -1;
    private long _minuteBytes;

    /// <summary>Adds bytes of the file.</summary>
    public void Add(long bytes, uint timestamp)
    {
        Bytes += bytes;
        var minute = timestamp / 60;
        if (minute != _minute)
            KeepMinute(minute);
        _minuteBytes += bytes;
    }

    /// <summary>Moves the running minute into <see cref="Minutes"/>.</summary>
    public void KeepMinute(long next = -1)
    {
        if (_minuteBytes > 0 && (Minutes.Count < MinutesAtMost || Minutes.ContainsKey(_minute)))
            Minutes[_minute] = Minutes.GetValueOrDefault(_minute) + _minuteBytes;
        (_minute, _minuteBytes) = (next, 0);
    }

    public void AddRows(RowsKind kind, long rows)
    {
        switch (kind)
        {
            case RowsKind.Insert:
                Inserts += rows;
                break;
            case RowsKind.Update:
                Updates += rows;
                break;
            default:
                Deletes += rows;
                break;
        }
    }
}
