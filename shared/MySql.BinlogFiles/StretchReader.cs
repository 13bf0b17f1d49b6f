using MySql.Binlog;

namespace MySql.BinlogFiles;

/// <summary>
/// Reads one stretch of a binlog into a counter. At the end of a file that is being written it waits for the rest of the transaction that
/// stands there: a transaction reaches the file in one go.
/// </summary>
/// <param name="file">The open file.</param>
/// <param name="stretch">Which part of it.</param>
/// <param name="counter">Is shown every event of that part.</param>
/// <param name="hasTime">Is asked now and then whether to go on; told the offset.</param>
public sealed class StretchReader(OpenedBinlog file, BinlogStretch stretch, IEventCounter counter, Func<long, bool> hasTime)
{
    private const long BytesBetweenLooks = 32L * 1024 * 1024;
    private const long BytesBetweenPlaces = 16L * 1024 * 1024;
    private const int Waits = 25;
    private const int WaitMilliseconds = 20;

    private readonly TransactionTracker _tracker = new();
    private bool _counting = stretch.StartOffset > 0 || (stretch.FromOffset == 0 && stretch.SinceSeconds == 0);
    private long _counted;
    private long _events;
    private readonly List<long> _places = [];
    private long _nextPlace;

    /// <summary>Where the next run goes on.</summary>
    public long Next { get; private set; }

    /// <summary>Where transactions begin, every 16 MB or so: a sample can begin there.</summary>
    public IReadOnlyList<long> Places => _places;

    /// <summary>Counts at most so many bytes.</summary>
    public long MostBytes { get; init; } = long.MaxValue;

    /// <summary>Reads the stretch.</summary>
    public CountedFile Read()
    {
        counter.BeginFile();
        var at = stretch.StartOffset;
        _tracker.StartAt(at);
        Next = at;
        for (var wait = 0; ; wait++)
        {
            try
            {
                var reader = new BinlogReader(file.Bytes, new BinlogReaderOptions { StartOffset = at });
                if (reader.Kind != BinlogFileKind.Plain)
                    return Result(isEncrypted: reader.Kind == BinlogFileKind.EncryptedMySql);
                if (_counting && _counted == 0 && at == 0)
                {
                    counter.AddMagic();
                    _counted = BinlogFileStart.MagicLength;
                }

                if (!ReadEvents(reader))
                    return Result(isCutShort: true);
                if (!_tracker.IsOpen || !stretch.IsNewest || wait == Waits)
                    return Result(isEncrypted: reader.IsEncrypted);
                at = reader.NextOffset;
            }
            catch (BinlogFormatException damage)
            {
                var isTail = damage.Damage is BinlogDamage.TruncatedEvent or BinlogDamage.TruncatedHeader;
                if (!isTail || !stretch.IsNewest || Next == 0)
                    return Result(damage: damage);
                if (wait == Waits)
                    return IsInUse() ? Result() : Result(damage: damage);
                at = Next;
            }

            Thread.Sleep(WaitMilliseconds);
        }
    }

    // False when the time or the wanted bytes are at their end.
    private bool ReadEvents(BinlogReader reader)
    {
        var nextLook = reader.NextOffset + BytesBetweenLooks;
        while (reader.Read())
        {
            var step = _tracker.Follow(reader);
            if (!_counting)
                _counting = step == TransactionStep.Begin && reader.Offset >= stretch.FromOffset
                    && reader.Timestamp >= stretch.SinceSeconds;
            if (_counting)
            {
                counter.Add(reader, step, _tracker);
                _counted += reader.EventLength;
                _events++;
            }

            Next = reader.NextOffset;
            if (Next < nextLook)
                continue;
            nextLook = Next + BytesBetweenLooks;
            if (!hasTime(Next) || _counted >= MostBytes)
                return false;
            if (!_tracker.IsOpen && Next >= _nextPlace)
            {
                _places.Add(Next);
                _nextPlace = Next + BytesBetweenPlaces;
            }
        }

        return true;
    }

    private bool IsInUse()
    {
        try
        {
            var reader = new BinlogReader(file.Bytes);
            return reader.Read() && reader.IsInUse;
        }
        catch (BinlogFormatException)
        {
            return false;
        }
    }

    private CountedFile Result(BinlogFormatException? damage = null, bool isEncrypted = false, bool isCutShort = false) => new(file.Path)
    {
        Bytes = _counted,
        Size = file.Bytes.Length,
        Events = _events,
        Damage = damage,
        IsEncrypted = isEncrypted,
        IsCutShort = isCutShort,
    };
}
