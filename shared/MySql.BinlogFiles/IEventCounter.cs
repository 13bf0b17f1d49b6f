using MySql.Binlog;

namespace MySql.BinlogFiles;

/// <summary>Is shown the events of a stretch, one after the other.</summary>
public interface IEventCounter
{
    /// <summary>Another file begins: its server may use the same table ids for other tables.</summary>
    void BeginFile();

    /// <summary>The magic of a file is part of the stretch.</summary>
    void AddMagic();

    /// <summary>Takes in the event that a reader stands on.</summary>
    /// <param name="reader">Stands on the event.</param>
    /// <param name="step">What the event is to its transaction.</param>
    /// <param name="tracker">The transactions so far.</param>
    void Add(BinlogReader reader, TransactionStep step, TransactionTracker tracker);
}
