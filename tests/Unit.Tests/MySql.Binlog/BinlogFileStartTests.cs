namespace MySql.Binlog.Tests;

public class BinlogFileStartTests
{
    private static byte[] Fixture(string name) => File.ReadAllBytes(Repository.Fixture("MySql.Binlog", name));

    // Timestamps: od -An -tu4 -j4 -N4 FILE.
    [Theory]
    [InlineData("mariadb-small-full.bin", "10.11.19-MariaDB-0+deb12u1-log", true, BinlogChecksumAlgorithm.Crc32, false, 1795291042u)]
    [InlineData("mariadb-small-nochecksum.bin", "10.11.19-MariaDB-0+deb12u1-log", true, BinlogChecksumAlgorithm.None, false, 1795291044u)]
    [InlineData("mariadb-in-use.bin", "10.11.19-MariaDB-0+deb12u1-log", true, BinlogChecksumAlgorithm.Crc32, true, 1795291051u)]
    [InlineData("mariadb-encrypted.bin", "10.11.19-MariaDB-0+deb12u1-log", true, BinlogChecksumAlgorithm.Crc32, false, 1795291063u)]
    [InlineData("mariadb-relay-log.bin", "10.11.19-MariaDB-0+deb12u1-log", true, BinlogChecksumAlgorithm.Crc32, false, 1795291879u)]
    [InlineData("mysql-small-full.bin", "9.7.4-2", false, BinlogChecksumAlgorithm.Crc32, false, 1795291096u)]
    [InlineData("mysql-small-nochecksum.bin", "9.7.4-2", false, BinlogChecksumAlgorithm.None, false, 1795291100u)]
    [InlineData("mysql-in-use.bin", "9.7.4-2", false, BinlogChecksumAlgorithm.Crc32, true, 1795291119u)]
    public void The_first_event_of_a_real_file_says_who_wrote_it_when_and_how(
        string file, string version, bool mariaDb, BinlogChecksumAlgorithm checksum, bool inUse, uint timestamp)
    {
        var bytes = Fixture(file);
        var start = BinlogFileStart.Parse(bytes.AsSpan(0, Math.Min(bytes.Length, BinlogFileStart.SufficientLength)));

        Assert.Equal(BinlogFileKind.Plain, start.Kind);
        Assert.Equal(version, start.Format!.ServerVersion);
        Assert.Equal(mariaDb, start.Format.IsMariaDb);
        Assert.Equal(checksum, start.Format.Checksum);
        Assert.Equal(checksum == BinlogChecksumAlgorithm.Crc32 ? 4 : 0, start.Format.TrailerLength);
        Assert.Equal(inUse, start.IsInUse);
        Assert.Equal(timestamp, start.FirstTimestamp);
        Assert.Equal(19, start.Format.HeaderLength);
        Assert.Equal(8, start.Format.PostHeaderLength(BinlogEventType.TableMap));
        Assert.Equal(mariaDb ? 19 : null, start.Format.PostHeaderLength(BinlogEventType.MariaDbGtid));
    }

    [Fact]
    public void A_file_encrypted_by_MySQL_is_told_by_its_magic() =>
        Assert.Equal(new BinlogFileStart(BinlogFileKind.EncryptedMySql, null, null), BinlogFileStart.Parse(Fixture("mysql-encrypted.bin")));

    [Theory]
    [InlineData("mariadb-magic-only.bin")]
    [InlineData("mysql-magic-only.bin")]
    public void A_file_that_is_only_its_magic_has_no_first_event_yet(string file) =>
        Assert.Equal(new BinlogFileStart(BinlogFileKind.Plain, null, null), BinlogFileStart.Parse(Fixture(file)));

    [Fact]
    public void An_empty_file_is_no_damage() =>
        Assert.Equal(BinlogFileKind.Empty, BinlogFileStart.Parse([]).Kind);

    [Theory]
    [InlineData("feb62696e", 0, "not a binlog")]
    [InlineData("7f454c4602010100", 0, "its first bytes differ where fe62696e was expected")]
    [InlineData("fe6269", 3, "3 bytes into its magic of 4")]
    [InlineData("00", 0, "not a binlog")]
    [InlineData("fe62696e00", 4, "1 bytes into an event header of 19")]
    [InlineData("fe62696ea2f7016b0f1f00000012000000000100000000", 4, "an event of 18 bytes is smaller than its own header")]
    [InlineData("fe62696ea2f7016b021f00000013000000000100000000", 4,
        "the first event is of type 2 where a format description (15) was expected")]
    [InlineData("fe62696ea2f7016b0f1f000000ffffffff000100000000", 4, "a format description of 4294967295 bytes")]
    [InlineData("fe62696ea2f7016b0f1f000000fc000000000100000000", 4, "19 bytes into its format description of 252")]
    public void What_is_not_the_start_of_a_binlog_is_refused_with_the_offset(string hex, long offset, string reason)
    {
        var bytes = Convert.FromHexString(hex.Length % 2 == 0 ? hex : hex + "0");
        var failure = Assert.Throws<BinlogFormatException>(() => BinlogFileStart.Parse(bytes));

        Assert.Equal(offset, failure.Offset);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith($"at offset {offset}: ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(23, 3, "binlog version 3 where 4 was expected")]
    [InlineData(79, 18, "event headers of 18 bytes")]
    [InlineData(251, 7, "checksum algorithm 7")]
    [InlineData(74, 65, "the server version has text behind its closing zero byte")]
    public void A_field_that_no_server_writes_is_refused(int position, byte value, string reason)
    {
        var bytes = Fixture("mariadb-small-full.bin");
        bytes[position] = value;

        Assert.Contains(reason, Assert.Throws<BinlogFormatException>(() => BinlogFileStart.Parse(bytes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mariadb-small-full.bin", 256)]
    [InlineData("mysql-small-full.bin", 127)]
    public void Every_cut_inside_the_first_event_is_noticed_and_none_behind_it(string file, int endOfFirstEvent)
    {
        var bytes = Fixture(file);
        for (var length = 1; length < 400; length++)
        {
            if (length == BinlogFileStart.MagicLength || length >= endOfFirstEvent)
                BinlogFileStart.Parse(bytes.AsSpan(0, length));
            else
                Assert.Throws<BinlogFormatException>(() => BinlogFileStart.Parse(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Any_damage_ends_in_an_answer_or_in_the_one_failure_with_an_offset_inside_the_bytes()
    {
        var random = new Random(23768213);
        var originals = new[] { "mariadb-small-full.bin", "mysql-small-full.bin", "mysql-encrypted.bin" }.Select(
            file => Fixture(file)[..400]).ToArray();
        var refused = 0;
        for (var round = 0; round < 50_000; round++)
        {
            var bytes = (byte[])originals[random.Next(originals.Length)].Clone();
            for (var mutation = random.Next(1, 5); mutation > 0; mutation--)
                bytes[random.Next(random.Next(1, bytes.Length))] = (byte)random.Next(256);
            var length = random.Next(3) == 0 ? random.Next(bytes.Length) : bytes.Length;
            try
            {
                BinlogFileStart.Parse(bytes.AsSpan(0, length));
            }
            catch (BinlogFormatException failure)
            {
                refused++;
                Assert.InRange(failure.Offset, 0, length);
            }
        }

        Assert.InRange(refused, 10_000, 49_999);
    }
}
