using System.Globalization;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>A folder as an engine keeps it: its status file, its command file, and the memory of a check that reads them.</summary>
internal sealed class StatusFolder : IDisposable
{
    public const string Var = "DISK CRITICAL - /var 97 %|/=40%;80;90 /var=97%;80;90 /binlog=12%;80;90";
    public const string VarAndBinlog = "DISK CRITICAL - /var 97 %, /binlog 97 %|/=40%;80;90 /var=97%;80;90 /binlog=97%;80;90";
    private const int PipePages = 16, PageBytes = 4096;

    // Acknowledged at one moment, however often the status file is written.
    private static readonly long Start = Now;
    private readonly TemporaryFolder _folder = new();
    private FileStream? _commands;

    public string Path => _folder.Path;

    public string CommandPath => System.IO.Path.Combine(Path, "nagios.cmd");

    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>Writes the status file anew: every block is one line, KIND field=value;field=value.</summary>
    public void Write(params string[] blocks)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"info {{\n\tcreated={Now}\n\tversion=4.4.6\n\t}}\n\nprogramstatus {{\n\tenable_notifications=1\n\t}}\n\n");
        foreach (var block in blocks)
        {
            var kind = block.Split(' ', 2);
            text += $"{kind[0]} {{\n{string.Concat(kind[1].Split('\u001f').Select(field => $"\t{field}\n"))}\t}}\n\n";
        }

        _folder.Write("status.dat", text);
    }

    /// <summary>A service that is acknowledged, with the comment of that.</summary>
    public static string[] Acknowledged(string service, string output, double ageSeconds = 3600, string comment = "known",
        params string[] more)
    {
        var text = output.Split('|', 2);
        var at = string.Create(CultureInfo.InvariantCulture, $"{Start - (long)ageSeconds}");
        return
        [
            "servicestatus " + string.Join('\u001f', ["host_name=db1", $"service_description={service}", "current_state=2",
                $"plugin_output={text[0]}", $"performance_data={(text.Length > 1 ? text[1] : "")}", "problem_has_been_acknowledged=1",
                "acknowledgement_type=2", "notifications_enabled=1", .. more]),
            "servicecomment " + string.Join('\u001f', "host_name=db1", $"service_description={service}", "entry_type=4", "comment_id=1",
                "source=0", "persistent=0", $"entry_time={at}", "expires=0", "expire_time=0", "author=ops", $"comment_data={comment}"),
        ];
    }

    /// <summary>Makes the command file, and reads it as the engine does.</summary>
    public void OpenCommands()
    {
        Assert.Equal(0, ProcessRun.Of("mkfifo", [CommandPath]).ExitCode);
        _commands = new FileStream(CommandPath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }

    /// <summary>Fills the pipe as an engine does that no longer reads, but for so many bytes.</summary>
    public void FillCommands(int bytesLeft)
    {
        for (var page = 0; page < PipePages; page++)
            _commands!.Write(new byte[page < PipePages - 1 ? PageBytes : PageBytes - bytesLeft]);
    }

    /// <summary>What was written to the command file since the last time, without the bytes that filled it.</summary>
    public IReadOnlyList<string> Commands()
    {
        // A mark of the test's own: reading ends there, and an empty pipe does not hold it.
        _commands!.Write("end\n"u8);
        var bytes = new List<byte>();
        var buffer = new byte[1];
        while (!(bytes.Count >= 4 && bytes[^4] == 'e' && bytes[^3] == 'n' && bytes[^2] == 'd' && bytes[^1] == '\n'))
        {
            Assert.Equal(1, _commands.Read(buffer));
            if (buffer[0] != 0)
                bytes.Add(buffer[0]);
        }

        return [.. System.Text.Encoding.UTF8.GetString([.. bytes]).Split('\n').SkipLast(2).Select(line => line.Split("] ", 2)[1])];
    }

    /// <summary>Reads away what fills the pipe.</summary>
    public void DrainCommands(int bytes)
    {
        var buffer = new byte[bytes];
        _commands!.ReadExactly(buffer);
    }

    /// <summary>One run of the check.</summary>
    public Look Run(params string[] options) => Look.With(System.IO.Path.Combine(Path, "state"),
        ["--status-file", System.IO.Path.Combine(Path, "status.dat"), "--command-file", CommandPath, .. options]);

    public void Dispose()
    {
        _commands?.Dispose();
        _folder.Dispose();
    }
}
