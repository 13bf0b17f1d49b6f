using MySql.Binlog;

namespace NagiosChecks.ReplicationIo.Tests;

/// <summary>Looks at real files (tests/fixtures/MySql.Binlog), whole, cut, overwritten and encrypted.</summary>
public class BinlogSpotTests
{
    [Theory]
    [InlineData("mariadb-small-full.bin")]
    [InlineData("mariadb-small-nochecksum.bin")]
    [InlineData("mysql-small-full.bin")]
    [InlineData("mysql-small-nochecksum.bin")]
    public void Every_event_of_a_whole_file_is_sane_and_no_place_between_two_is(string name)
    {
        var file = Bytes(name);
        var starts = Starts(file);
        Assert.True(starts.Count > 20);
        for (var position = 4; position + BinlogEventHeader.Size < file.Length; position++)
            Assert.Equal(starts.Contains(position), Look(file, position).Verdict == SpotVerdict.Sane);
    }

    [Theory]
    [InlineData("mariadb-small-full.bin")]
    [InlineData("mysql-small-full.bin")]
    public void A_file_cut_anywhere_within_its_last_event_is_called_cut(string name)
    {
        var file = Bytes(name);
        var last = Starts(file)[^1];
        for (var length = last + 1; length < file.Length; length++)
            Assert.Equal(SpotVerdict.Cut, Look(file[..length], last).Verdict);
        Assert.Equal(SpotVerdict.BeyondEnd, Look(file[..last], last).Verdict);
        Assert.Equal(SpotVerdict.BeyondEnd, Look(file, file.Length + 1000).Verdict);
    }

    [Fact]
    public void A_half_event_with_later_events_behind_it_is_garbage_where_the_next_should_begin()
    {
        // What a full disk leaves: the head of an event, then the next commit's events; their lengths do not fit together.
        var file = Bytes("mariadb-small-nochecksum.bin");
        var starts = Starts(file);
        var largest = Enumerable.Range(0, starts.Count - 1).MaxBy(index => starts[index + 1] - starts[index]);
        var half = file[..(starts[largest] + 40)].Concat(file[starts[largest + 1]..]).Concat(file).ToArray();
        Assert.Equal(SpotVerdict.Sane, Look(half, starts[largest]).Verdict);
        Assert.Equal(SpotVerdict.Garbage, Look(half, starts[largest + 1]).Verdict);
    }

    [Fact]
    public void Overwritten_headers_are_garbage()
    {
        var file = Bytes("mysql-small-full.bin");
        var place = Starts(file)[5];
        foreach (var filling in new byte[] { 0, (byte)'z', 0xff })
        {
            var damaged = file.ToArray();
            damaged.AsSpan(place, BinlogEventHeader.Size).Fill(filling);
            Assert.Equal(SpotVerdict.Garbage, Look(damaged, place).Verdict);
        }
    }

    [Fact]
    public void Encrypted_files_and_strangers_are_told_from_damage()
    {
        Assert.Equal(SpotVerdict.Encrypted, Look(Bytes("mysql-encrypted.bin"), 600).Verdict);
        Assert.Equal(SpotVerdict.Encrypted, Look(Bytes("mariadb-encrypted.bin"), 600).Verdict);
        var stranger = Bytes("mysql-small-full.bin");
        "XXXX"u8.CopyTo(stranger);
        Assert.Equal(SpotVerdict.NotABinlog, Look(stranger, 600).Verdict);
    }

    [Fact]
    public void Seeded_noise_never_breaks_the_look()
    {
        var random = new Random(2011);
        var file = Bytes("mariadb-small-full.bin");
        for (var round = 0; round < 3000; round++)
        {
            var noisy = file[..random.Next(file.Length + 1)].ToArray();
            for (var change = random.Next(8); change > 0 && noisy.Length > 0; change--)
                noisy[random.Next(Math.Min(noisy.Length, 700))] = (byte)random.Next(256);
            Assert.StartsWith("looked: ", Look(noisy, random.Next(file.Length * 2)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_folder_is_read_with_times_and_the_place_is_looked_at()
    {
        using var folder = new TemporaryFolder();
        var file = Bytes("mariadb-small-full.bin");
        var last = Starts(file)[^1];
        File.WriteAllBytes(Path.Combine(folder.Path, "mysql-bin.000002"), file[..(last + 30)]);
        File.WriteAllBytes(Path.Combine(folder.Path, "mysql-bin.000010"), file);
        File.WriteAllBytes(Path.Combine(folder.Path, "relay-bin.000001"), file);
        folder.Write("mysql-bin.index", "./mysql-bin.000002\n");
        var reading = SourceFolder.Read(folder.Path, "mysql-bin.000002",
            [new BinlogPlace("mysql-bin.000002", (ulong)last), new BinlogPlace("mysql-bin.000001", 4),
                new BinlogPlace("../etc/passwd", 0)], Captured.Now);
        Assert.Equal(["mysql-bin.000002", "mysql-bin.000010"], reading.Logs.Select(log => log.File));
        Assert.All(reading.Logs, log => Assert.True(log.ModifiedSeconds > 1.6e9));
        Assert.Equal([SpotVerdict.Cut, SpotVerdict.Missing], reading.Spots.Select(spot => spot.Verdict));
    }

    private static byte[] Bytes(string name) => File.ReadAllBytes(Repository.Fixture("MySql.Binlog", name));

    private static List<int> Starts(byte[] file)
    {
        var starts = new List<int>();
        for (var position = BinlogFileStart.MagicLength; position < file.Length; position += (int)BinlogEventHeader.Parse(
            file.AsSpan(position), position).EventLength)
            starts.Add(position);
        return starts;
    }

    private static BinlogSpot Look(byte[] file, int position)
    {
        var header = position >= file.Length ? [] : file.AsSpan(position, Math.Min(BinlogEventHeader.Size, file.Length - position));
        return BinlogSpot.Judge(new BinlogPlace("mysql-bin.000001", (ulong)position), file.Length,
            file.AsSpan(0, Math.Min(file.Length, BinlogFileStart.SufficientLength)), header, Captured.Now);
    }
}
