namespace MySql.Binlog.Tests;

public class WalkTests
{
    public static TheoryData<string> WholeFiles => [.. BinlogFixture.Names.Where(name =>
        !name.Contains("truncated", StringComparison.Ordinal) && !name.Contains("zero-tail", StringComparison.Ordinal)
            && name is not ("mysql-encrypted" or "mariadb-encrypted"))];

    [Theory]
    [MemberData(nameof(WholeFiles))]
    public void The_events_of_every_file_add_up_to_its_length_and_are_those_that_the_reference_walk_found(string name)
    {
        var fixture = new BinlogFixture(name);
        var reader = fixture.Open();
        var found = new Dictionary<int, (long Events, long Bytes)>();
        var sum = 4L;
        while (reader.Read())
        {
            var (events, bytes) = found.GetValueOrDefault((int)reader.Type);
            found[(int)reader.Type] = (events + 1, bytes + reader.EventLength);
            sum += reader.EventLength;
        }

        Assert.Equal(fixture.Bytes.Length, sum);
        if (fixture.Types.Count > 0)
            Assert.Equal(fixture.Types.OrderBy(pair => pair.Key), found.OrderBy(pair => pair.Key));
    }

    [Theory]
    [MemberData(nameof(WholeFiles))]
    public void Every_checksum_of_every_file_is_right(string name)
    {
        var reader = new BinlogFixture(name).Open(new BinlogReaderOptions { WholeFile = true, LargestPiece = 64 * 1024 });
        var (events, verified) = (0, 0);
        while (reader.Read())
        {
            events++;
            verified += reader.VerifyChecksum() ? 1 : 0;
        }

        Assert.Equal(name.Contains("nochecksum", StringComparison.Ordinal) || name.Contains("rewrites-none", StringComparison.Ordinal)
            || events == 0 ? 0 : events, verified);
    }

    [Theory]
    [MemberData(nameof(WholeFiles))]
    public void Rows_events_belong_to_the_tables_that_the_reference_walk_found(string name)
    {
        var fixture = new BinlogFixture(name);
        if (fixture.Rows.Count == 0)
            return;
        var reader = fixture.Open();
        var maps = new TableMaps();
        using var rows = new RowsReader();
        var found = new Dictionary<string, (long Events, long Bytes)>(StringComparer.Ordinal);
        while (reader.Read())
        {
            if (reader.Type == BinlogEventType.TableMap)
                maps.Read(reader);
            if (!reader.Type.IsRows())
                continue;
            rows.Open(reader, maps);
            var table = $"{rows.Table!.Schema}.{rows.Table.Table}";
            var (events, bytes) = found.GetValueOrDefault(table);
            found[table] = (events + 1, bytes + reader.EventLength);
        }

        Assert.Equal(fixture.Rows.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            found.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_that_MySQL_encrypted_has_no_events_to_read()
    {
        var reader = new BinlogFixture("mysql-encrypted").Open();
        Assert.Equal(BinlogFileKind.EncryptedMySql, reader.Kind);
        Assert.False(reader.Read());
    }

    // The chain of lengths stays readable; the file is 19,084 bytes long, and its page counts no events.
    [Fact]
    public void A_file_that_MariaDB_encrypted_can_be_walked_to_its_exact_end()
    {
        var fixture = new BinlogFixture("mariadb-encrypted");
        var reader = fixture.Open();
        var types = new HashSet<BinlogEventType>();
        while (reader.Read())
        {
            types.Add(reader.Type);
            reader.VerifyChecksum();
        }

        Assert.True(reader.IsEncrypted);
        Assert.Equal(fixture.Bytes.Length, reader.NextOffset);
        Assert.Equal([BinlogEventType.Unknown, BinlogEventType.FormatDescription, BinlogEventType.MariaDbStartEncryption], types.Order());
    }

    [Theory]
    [InlineData("mariadb-relay-log", true, false)]
    [InlineData("mysql-relay-log", true, false)]
    [InlineData("mariadb-in-use", false, true)]
    [InlineData("mysql-in-use", false, true)]
    [InlineData("mysql-stopped", false, false)]
    public void The_first_event_says_whether_it_is_a_relay_log_and_whether_it_is_in_use(string name, bool relay, bool inUse)
    {
        var reader = new BinlogFixture(name).Open();
        Assert.True(reader.Read());
        Assert.Equal(relay, reader.IsRelayLog);
        Assert.Equal(inUse, reader.IsInUse);
    }

    [Theory]
    [InlineData("mariadb-truncated-in-body", BinlogDamage.TruncatedEvent)]
    [InlineData("mariadb-truncated-in-header", BinlogDamage.TruncatedHeader)]
    [InlineData("mysql-truncated-in-body", BinlogDamage.TruncatedEvent)]
    [InlineData("mysql-zero-tail", BinlogDamage.Zeros)]
    public void Damage_of_the_tail_is_told_with_file_and_offset(string name, BinlogDamage damage)
    {
        var reader = new BinlogFixture(name).Open();
        var failure = Assert.Throws<BinlogFormatException>(() =>
        {
            while (reader.Read())
            {
            }
        });
        Assert.Equal(damage, failure.Damage);
        Assert.Equal(name, failure.File);
        Assert.Equal(damage == BinlogDamage.TruncatedHeader ? 18_997 : failure.Offset, failure.Offset);
    }
}
