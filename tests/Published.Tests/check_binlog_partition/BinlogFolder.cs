using System.Buffers.Binary;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition.Tests;

/// <summary>A folder of real binlog beginnings with sizes and times of the test's choice.</summary>
internal static class BinlogFolder
{
    /// <summary>Makes a file: a real first event with its timestamp set, then a hole up to the size.</summary>
    public static void Add(string folder, long number, long size, double started, double modified, string fixture = "mariadb-start.bin")
    {
        var bytes = File.ReadAllBytes(Repository.Fixture("check_binlog_partition", fixture)).AsSpan(0, 512);
        if (bytes[0] == 0xfe)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], (uint)started);
        var path = Path.Combine(folder, $"mysql-bin.{number:000000}");
        using (var file = File.OpenWrite(path))
        {
            file.Write(bytes);
            if (size > file.Length)
                file.SetLength(size);
        }

        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(modified));
    }

    public static double Now => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;

    /// <summary>Runs the check in this process.</summary>
    public static (NagiosState State, string Output) Run(params string[] arguments)
    {
        using var writer = new StringWriter();
        var code = Program.Run(arguments, writer);
        return ((NagiosState)code, writer.ToString());
    }
}
