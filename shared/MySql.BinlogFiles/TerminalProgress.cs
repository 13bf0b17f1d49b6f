using System.Globalization;
using Linux.Host;

namespace MySql.BinlogFiles;

/// <summary>Says on a terminal how far a long reading has come; says nothing to engines, and nothing within the first two
/// seconds.</summary>
public sealed class TerminalProgress
{
    private const int Patience = 2000;
    private const int Interval = 250;
    private readonly bool _shown = Terminal.IsError;
    private long _nextTime = Environment.TickCount64 + Patience;
    private bool _any;

    /// <summary>Says where the reading is.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="done">Bytes read so far, of all files.</param>
    /// <param name="all">Bytes of all files.</param>
    public void Show(string file, long done, long all)
    {
        if (!_shown || Environment.TickCount64 < _nextTime)
            return;
        _nextTime = Environment.TickCount64 + Interval;
        _any = true;
        var percent = all > 0 ? 100.0 * done / all : 100;
        var name = Nagios.Plugin.UntrustedText.Clean(Path.GetFileName(file), 60);
        Terminal.WriteError(string.Create(CultureInfo.InvariantCulture, $"\r{percent,3:0} %  {name}\u001b[K"));
    }

    /// <summary>Takes the line away.</summary>
    public void End()
    {
        if (_any)
            Terminal.WriteError("\r\u001b[K");
    }
}
