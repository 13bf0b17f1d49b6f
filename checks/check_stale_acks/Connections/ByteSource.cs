using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Bytes in order, from a file or a server.</summary>
internal abstract class ByteSource : IDisposable
{
    /// <summary>Reads what is there, at least one byte; 0 at the end.</summary>
    /// <exception cref="CheckException">It cannot be read.</exception>
    public abstract int Read(Span<byte> buffer);

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes it.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
