using MySql.Binlog;

namespace NagiosChecks.BinlogIntegrity.Tests;

public class NamedFilesTests
{
    // Sizes, events and how each file ends: from the pages beside the fixtures.
    [Theory]
    [InlineData("mariadb-small-full", 0, "whole", null)]
    [InlineData("mariadb-small-nochecksum", 0, "whole", null)]
    [InlineData("mariadb-stopped", 0, "whole", null)]
    [InlineData("mariadb-xa", 0, "whole", null)]
    [InlineData("mariadb-compressed", 0, "whole", null)]
    [InlineData("mariadb-encrypted", 0, "whole", null)]
    [InlineData("mariadb118-rewrites-full", 0, "whole", null)]
    [InlineData("mysql-small-full", 0, "whole", null)]
    [InlineData("mysql-compressed", 0, "whole", null)]
    [InlineData("mysql-gtid-tagged", 0, "whole", null)]
    [InlineData("mysql-max-size-rotated", 0, "whole", null)]
    [InlineData("mariadb-relay-log", 0, null, null)]
    [InlineData("mysql-relay-log", 0, null, null)]
    [InlineData("mariadb-in-use", 0, "open", null)]
    [InlineData("mysql-in-use", 0, "open", null)]
    [InlineData("mariadb-magic-only", 0, "open", null)]
    [InlineData("mysql-encrypted", 3, "encrypted", null)]
    [InlineData("mariadb-truncated-in-body", 2, "damaged", "truncated_event")]
    [InlineData("mariadb-truncated-in-header", 2, "damaged", "truncated_header")]
    [InlineData("mysql-truncated-in-body", 2, "damaged", "truncated_event")]
    [InlineData("mysql-zero-tail", 2, "damaged", "zeros")]
    public void Every_fixture_is_what_its_page_says(string name, int exitCode, string? state, string? damage)
    {
        using var folder = new TemporaryFolder();
        var run = IntegrityRun.Json("--state-dir", folder.Path, IntegrityRun.Fixture(name));
        Assert.Equal(exitCode, run.ExitCode);
        if (state is not null)
            Assert.Equal(state, run.File()["state"]!.GetValue<string>());
        Assert.Equal(damage, run.File()["damage"]?.GetValue<string>());
        Assert.Equal(new FileInfo(IntegrityRun.Fixture(name)).Length, run.File()["bytes"]!.GetValue<long>());
    }

    // The last event of the file is 47 bytes of ROTATE; the one before it is a commit.
    [Fact]
    public void A_file_cut_at_any_byte_is_damaged_and_the_safe_position_is_a_transactions_end()
    {
        using var folder = new TemporaryFolder();
        var bytes = System.IO.File.ReadAllBytes(IntegrityRun.Fixture("mysql-partition"));
        var ends = TransactionEnds(bytes);
        var path = Path.Combine(folder.Path, "cut");
        for (var length = 5; length < bytes.Length; length += length < 400 ? 1 : 3)
        {
            System.IO.File.WriteAllBytes(path, bytes[..length]);
            System.IO.File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
            var run = IntegrityRun.Json("--state-dir", folder.Path, path);
            Assert.Equal(2, run.ExitCode);
            Assert.Equal("damaged", run.File()["state"]!.GetValue<string>());
            var safe = run.File()["last_safe_position"]!.GetValue<long>();
            Assert.Equal(ends.Where(end => end <= length).DefaultIfEmpty(0).Max(), length < 127 ? 0 : safe);
        }
    }

    [Fact]
    public void A_flipped_bit_is_told_with_the_event_that_holds_it()
    {
        using var folder = new TemporaryFolder();
        var bytes = System.IO.File.ReadAllBytes(IntegrityRun.Fixture("mariadb-small-full"));
        var path = Path.Combine(folder.Path, "flipped");
        bytes[5000] ^= 4;
        System.IO.File.WriteAllBytes(path, bytes);
        System.IO.File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        var run = IntegrityRun.Json("--state-dir", folder.Path, path);
        Assert.Equal("bad_checksum", run.File()["damage"]!.GetValue<string>());
        Assert.InRange(run.File()["offset"]!.GetValue<long>(), 1, 5000);
    }

    [Fact]
    public void A_stranger_s_file_is_refused_and_none_of_its_bytes_is_shown()
    {
        using var folder = new TemporaryFolder();
        var run = IntegrityRun.Of("--state-dir", folder.Path, folder.Write("secret", "s3cr3t-password"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("not a binlog", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("73336372", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_directories_and_absent_files_are_UNKNOWN()
    {
        using var folder = new TemporaryFolder();
        foreach (var path in new[] { folder.Link("link", IntegrityRun.Fixture("mysql-gtid")), folder.Path,
            Path.Combine(folder.Path, "absent") })
            Assert.Equal(3, IntegrityRun.Of("--state-dir", folder.Path, path).ExitCode);
    }

    [Fact]
    public void An_event_larger_than_the_replicas_limit_is_a_finding()
    {
        using var folder = new TemporaryFolder();
        var run = IntegrityRun.Of("--state-dir", folder.Path, "--max-allowed-packet", "50K", IntegrityRun.Fixture("mysql-types-full"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("larger than 50 KB", run.Text, StringComparison.Ordinal);
    }

    private static List<long> TransactionEnds(byte[] bytes)
    {
        var ends = new List<long>();
        var tracker = new TransactionTracker();
        var reader = new BinlogReader(BinlogBytes.Of(bytes));
        while (reader.Read())
        {
            tracker.Follow(reader);
            if (!tracker.IsOpen)
                ends.Add(reader.NextOffset);
        }

        return ends;
    }
}
