namespace MySql.Binlog.Tests;

/// <summary>Damage of every kind, made from real files: it is always told, with an offset inside the file, and never as anything
/// else.</summary>
public class DamageTests
{
    private static readonly BinlogReaderOptions Small = new() { LargestPiece = 64 * 1024, LargestRead = 8192 };

    private static readonly string[] Seeds =
        [.. BinlogFixture.Names.Where(name => new FileInfo(BinlogFixture.PathOf(name + ".bin")).Length < 120_000)];

    [Theory]
    [InlineData("mariadb-xa")]
    [InlineData("mariadb-gtid")]
    [InlineData("mariadb118-assign-full-nodup")]
    [InlineData("mysql-gtid-tagged")]
    [InlineData("mysql-partition")]
    [InlineData("mysql-compressed")]
    public void A_file_cut_at_any_byte_is_whole_up_to_the_cut_and_told_unless_the_cut_is_an_events_end(string name)
    {
        var bytes = new BinlogFixture(name).Bytes;
        var ends = EventEnds(bytes);
        for (var length = 5; length < bytes.Length; length++)
        {
            var failure = Read(bytes.AsMemory(0, length), name, Small);
            if (ends.Contains(length))
            {
                Assert.Null(failure);
                continue;
            }

            Assert.NotNull(failure);
            Assert.True(failure.Damage is BinlogDamage.TruncatedHeader or BinlogDamage.TruncatedEvent, failure.Message);
            Assert.Equal(ends.Where(end => end < length).Max(), failure.Offset);
        }
    }

    // Every bit of every header and of every hundredth byte of the bodies.
    [Theory]
    [InlineData("mariadb-xa")]
    [InlineData("mariadb118-assign-full-nodup")]
    [InlineData("mysql-gtid-tagged")]
    [InlineData("mysql-compressed")]
    public void A_flipped_bit_is_told_at_the_event_that_holds_it(string name)
    {
        var original = new BinlogFixture(name).Bytes;
        var starts = new List<long> { 4 };
        starts.AddRange(EventEnds(original).Where(end => end < original.Length && end > 4).Order());
        for (var at = 4; at < original.Length; at++)
        {
            var start = starts.Last(offset => offset <= at);
            if (at - start >= 19 && at % 100 != 0)
                continue;
            for (var bit = 0; bit < 8; bit++)
            {
                // The flag that the file is in use is not covered by the checksum.
                if (at == 4 + 17 && bit == 0)
                    continue;
                var bytes = (byte[])original.Clone();
                bytes[at] ^= (byte)(1 << bit);
                var failure = Read(bytes, name, Small);
                Assert.True(failure is not null, $"bit {bit} of byte {at}");
                Assert.InRange(failure.Offset, start, original.Length);
                if (failure.Damage is not (BinlogDamage.BadField or BinlogDamage.BadLength))
                    Assert.Equal(start, failure.Offset);
            }
        }
    }

    [Fact]
    public void Garbage_and_holes_behind_the_last_event_are_told()
    {
        var bytes = new BinlogFixture("mysql-small-full").Bytes;
        foreach (var tail in new byte[][] { [1], new byte[3], new byte[19], new byte[4096], [.. Enumerable.Repeat((byte)0xff, 64)],
            [.. "garbage that is longer than an event's header"u8] })
        {
            var failure = Read((byte[])[.. bytes, .. tail], "tail", Small);
            Assert.NotNull(failure);
            Assert.Equal(bytes.Length, failure.Offset);
        }

        Array.Clear(bytes, 10_000, 3000);
        Assert.Equal(BinlogDamage.BadChecksum, Read(bytes, "hole", Small)!.Damage);
    }

    // No crash, no other exception, no endless reading, no offset outside the file, no memory beyond the bound.
    [Fact]
    public void Two_hundred_thousand_mutations_of_real_files_end_in_values_or_in_the_one_failure()
    {
        var originals = Seeds.Select(name => new BinlogFixture(name).Bytes).Where(bytes => bytes.Length > 4).ToArray();
        var (refused, passed) = (0, 0);
        var (first, rounds) = (Setting("NAGIOSCHECKS_FUZZ_SEED", 0), Setting("NAGIOSCHECKS_FUZZ_ROUNDS", 200_000));
        Parallel.For(first, first + rounds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, round =>
        {
            var random = new Random(round);
            var bytes = Mutated(originals[random.Next(originals.Length)], random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            if (Read(bytes, "mutated", Small, verify: round % 4 == 0) is { } failure)
            {
                Assert.True(failure.Offset >= 0 && failure.Offset <= bytes.Length + 64 * 1024, $"round {round}: {failure.Message}");
                Interlocked.Increment(ref refused);
            }
            else
            {
                Interlocked.Increment(ref passed);
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000_000);
        });
        Assert.InRange(refused, rounds / 4, rounds - 1);
        Assert.Equal(rounds, refused + passed);
    }

    // `dotnet cake --target=Fuzz` asks for more rounds and other seeds; a failure names its round, which is its seed.
    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var value) && value >= 0 ? value : otherwise;

    // A window of the file, so that the damage is not always behind megabytes of good events; format description kept.
    private static byte[] Mutated(byte[] original, Random random)
    {
        var bytes = (byte[])original.Clone();
        if (bytes.Length > 4096 && random.Next(4) != 0)
            bytes = bytes[..random.Next(600, 4096)];
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var at = random.Next(4) == 0 ? random.Next(bytes.Length) : random.Next(Math.Min(120, bytes.Length - 1), bytes.Length);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = 0xff;
                    break;
                case 3:
                    Array.Clear(bytes, at, Math.Min(random.Next(1, 32), bytes.Length - at));
                    break;
                case 4 when at > 100:
                    bytes = bytes[..at];
                    break;
                default:
                    bytes.AsSpan(at, Math.Min(8, bytes.Length - at)).Reverse();
                    break;
            }
        }

        return bytes;
    }

    private static HashSet<long> EventEnds(byte[] bytes)
    {
        var ends = new HashSet<long> { 4 };
        var reader = new BinlogReader(BinlogBytes.Of(bytes));
        while (reader.Read())
            ends.Add(reader.NextOffset);
        return ends;
    }

    // Reads all that there is to read; the failure, if any.
    private static BinlogFormatException? Read(ReadOnlyMemory<byte> bytes, string name, BinlogReaderOptions options, bool verify = true)
    {
        using var rows = new RowsReader { Detail = RowDetail.Hashes };
        try
        {
            Read(new BinlogReader(BinlogBytes.Of(bytes, name), options), rows, verify);
            return null;
        }
        catch (BinlogFormatException failure)
        {
            Assert.Equal(name, failure.File);
            return failure;
        }
    }

    private static void Read(BinlogReader reader, RowsReader rows, bool verify)
    {
        var maps = new TableMaps();
        var tracker = new TransactionTracker();
        while (reader.Read())
        {
            if (verify)
                reader.VerifyChecksum();
            tracker.Follow(reader);
            if (reader.Type == BinlogEventType.TransactionPayload)
            {
                Read(reader.OpenPayload().Events, rows, verify: false);
            }
            else if (reader.Type == BinlogEventType.TableMap)
            {
                maps.Read(reader);
            }
            else if (reader.Type.IsRows())
            {
                rows.Open(reader, maps);
                while (rows.Read())
                {
                }
            }
        }
    }
}
