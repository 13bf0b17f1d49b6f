using System.Text;
using Linux.Host;

namespace Nagios.Plugin.Tests;

public sealed class StateSnapshotTests
{
    private static readonly StateSnapshot Snapshot =
        new(new ClockReading(1_700_000_000.25, 12345.678, "0b2c5a4e-0000-4000-8000-123456789abc"),
        ["table net:[1] 42 0", "", "end 2 0123456789abcdef"]);

    private static readonly byte[] File = Snapshot.Serialize("--namespace own").ToArray();

    [Fact]
    public void Is_text_that_an_operator_can_read()
    {
        var lines = Encoding.UTF8.GetString(File).Split('\n');
        Assert.Equal(["nagios-checks-state 1", "key --namespace own", "clock 1700000000.25 12345.678 0b2c5a4e-0000-4000-8000-123456789abc",
            "- table net:[1] 42 0", "- ", "- end 2 0123456789abcdef"], lines.Take(6));
        Assert.Matches("^end 3 [0-9a-f]{16}$", lines[6]);
        Assert.Equal(("", 8), (lines[7], lines.Length));
    }

    [Fact]
    public void Is_read_back_as_it_was_written()
    {
        var read = StateSnapshot.Parse(File, "--namespace own")!;
        Assert.Equal(Snapshot.Taken, read.Taken);
        Assert.Equal(Snapshot.Records, read.Records);
    }

    [Theory]
    [InlineData("--namespace Own")]
    [InlineData("--namespace own ")]
    [InlineData("")]
    public void Another_key_reads_nothing(string key) => Assert.Null(StateSnapshot.Parse(File, key));

    [Fact]
    public void A_file_cut_anywhere_reads_nothing()
    {
        for (var length = 0; length < File.Length; length++)
            Assert.Null(StateSnapshot.Parse(File.AsSpan(0, length), "--namespace own"));
    }

    [Fact]
    public void A_file_with_any_bit_turned_reads_nothing()
    {
        for (var bit = 0; bit < File.Length * 8; bit++)
        {
            var turned = File.ToArray();
            turned[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(StateSnapshot.Parse(turned, "--namespace own"));
        }
    }

    [Fact]
    public void Two_files_mixed_read_nothing()
    {
        var other = new StateSnapshot(Snapshot.Taken with { BootSeconds = 12405.678 }, ["table net:[1] 99 7", "", "end 2 0123456789abcdef"])
            .Serialize("--namespace own").ToArray();
        Assert.NotNull(StateSnapshot.Parse(other, "--namespace own"));
        for (var place = 1; place < Math.Min(File.Length, other.Length); place++)
        {
            byte[] mixed = [.. File[..place], .. other[place..]];
            var read = StateSnapshot.Parse(mixed, "--namespace own");
            Assert.True(read is null || mixed.AsSpan().SequenceEqual(File) || mixed.AsSpan().SequenceEqual(other), $"mixed at {place}");
        }

        Assert.Null(StateSnapshot.Parse([.. File, .. other], "--namespace own"));
        Assert.Null(StateSnapshot.Parse([.. File, 0], "--namespace own"));
    }

    [Fact]
    public void Another_version_reads_nothing_even_when_its_checksum_is_right()
    {
        var body = Encoding.UTF8.GetString(File).Replace("nagios-checks-state 1", "nagios-checks-state 2", StringComparison.Ordinal);
        body = body[..(body.LastIndexOf("\nend ", StringComparison.Ordinal) + 1)];
        Assert.Null(StateSnapshot.Parse(Sealed(body, 3), "--namespace own"));
    }

    [Theory]
    [InlineData("nagios-checks-state 1\nkey k\nclock 1 2 b\n- a\n", 1, true)]
    [InlineData("nagios-checks-state 1\nkey k\nclock 1 2 b\n", 0, true)]
    [InlineData("nagios-checks-state 1\nkey k\nclock 1 2 \n", 0, true)]
    [InlineData("nagios-checks-state 1\nkey k\nclock 1 2 b\n- a\n", 2, false)]
    [InlineData("nagios-checks-state 1\nkey k\nclock 1 2 b\na\n", 1, false)]
    [InlineData("nagios-checks-state 1\nkey k\nclock 1 2 b\n-\n", 1, false)]
    [InlineData("nagios-checks-state 1\nkey k\nclock 1 2\n", 0, false)]
    [InlineData("nagios-checks-state 1\nkey k\nclock 1 NaN b\n", 0, false)]
    [InlineData("nagios-checks-state 1\nkey k\nclock Infinity 2 b\n", 0, false)]
    [InlineData("nagios-checks-state 1\nkey k\nclock x 2 b\n", 0, false)]
    [InlineData("nagios-checks-state 1\nkey k\n", 0, false)]
    [InlineData("nagios-checks-state 1\n", 0, false)]
    [InlineData("\n", 0, false)]
    public void A_right_checksum_alone_is_not_enough(string body, int count, bool good) =>
        Assert.Equal(good, StateSnapshot.Parse(Sealed(body, count), "k") is not null);

    [Fact]
    public void Records_and_keys_may_hold_anything()
    {
        var text = new HostileText(33);
        for (var number = 0; number < 5000; number++)
        {
            var key = Encodable(text.Next());
            var records = Enumerable.Range(0, text.Random.Next(5)).Select(_ => Encodable(text.Next(20))).ToList();
            var clock = new ClockReading(text.Random.NextDouble() * 1e10, text.Random.NextDouble() * 1e7, "b");
            var read = StateSnapshot.Parse(new StateSnapshot(clock, records).Serialize(key), key);
            Assert.NotNull(read);
            Assert.Equal(clock, read.Taken);
            Assert.Equal(records, read.Records);
        }
    }

    [Fact]
    public void Damage_of_every_kind_is_recognised()
    {
        var text = new HostileText(34);
        var good = Encoding.UTF8.GetString(File);
        for (var number = 0; number < 50_000; number++)
        {
            var damaged = text.Mutate(good);
            if (text.Random.Next(2) == 0)
            {
                var end = damaged.LastIndexOf("\nend ", StringComparison.Ordinal) + 1;
                damaged = Encoding.UTF8.GetString(Sealed(damaged[..end], text.Random.Next(5)));
            }

            var read = StateSnapshot.Parse(Encoding.UTF8.GetBytes(damaged), "--namespace own");
            if (read is not null)
                Assert.True(double.IsFinite(read.Taken.WallSeconds) && double.IsFinite(read.Taken.BootSeconds)
                    && read.Records.All(record => record is not null));
        }
    }

    private static byte[] Sealed(string body, int count)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return [.. bytes, .. Encoding.UTF8.GetBytes($"end {count} {StateSnapshot.Checksum(bytes):x16}\n")];
    }

    // UTF-8 has no lone surrogates.
    private static string Encodable(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
