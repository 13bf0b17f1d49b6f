namespace NagiosChecks.ReplicationIo.Tests;

public class IncidentTests
{
    [Theory]
    [InlineData("mariadb-3a-disk-full-3-grown-tmpfs", "Truncated", 1236, "mysql-bin.000001", 66633964UL)]
    [InlineData("mariadb-3a-disk-full-3-grown-tmpfs-gtid", "Truncated", 1236, "mysql-bin.000001", 66633948UL)]
    [InlineData("mariadb-3a-disk-full-4-crashed-tmpfs", "Truncated", 1236, "mysql-bin.000001", 66633956UL)]
    [InlineData("mariadb-3a-disk-full-5-grown-3MB-tmpfs", "RelayWrite", 1595, "mysql-bin.000001", null)]
    [InlineData("mariadb-b1-purged-by-position", "FilePurged", 1236, "mysql-bin.000001", null)]
    [InlineData("mariadb-b2-unknown-file", "FilePurged", 1236, "mysql-bin.000099", 4UL)]
    [InlineData("mariadb-c1-gtid-purged", "TransactionsPurged", 1236, null, null)]
    [InlineData("mariadb-c2-replica-ahead-of-primary", "Diverged", 1236, null, null)]
    [InlineData("mariadb-c4-gtid-hole-strict", "Diverged", 1236, null, null)]
    [InlineData("mariadb-c5-gtid-other-server-id", "Diverged", 1236, null, null)]
    [InlineData("mariadb-d2-position-inside-an-event", "EventTooLarge", 1236, "mysql-bin.000001", 9341UL)]
    [InlineData("mariadb-d4-primary-crashed-lost-tail", "BadPosition", 1236, "mysql-bin.000001", 2452UL)]
    [InlineData("mariadb-e1-event-over-replica-limit", "ReplicaLimit", 1153, null, null)]
    [InlineData("mariadb-f1-same-server-id-as-primary", "Identity", 1593, null, null)]
    [InlineData("mariadb-h1-checksum-primary-verifies", "ChecksumFailed", 1236, "mysql-bin.000001", 1379UL)]
    [InlineData("mariadb-h2-checksum-replica-verifies", "RelayWrite", 1595, "mysql-bin.000001", null)]
    [InlineData("mariadb-h3-truncated-closed-log", "Truncated", 1236, "mysql-bin.000001", 1379UL)]
    [InlineData("mariadb-h4-garbage-header-CRC32", "EventTooLarge", 1236, "mysql-bin.000001", 1379UL)]
    [InlineData("mariadb-h6-bad-magic", "NotABinlog", 1236, null, null)]
    [InlineData("mariadb-i1-wrong-password", "Credentials", 1045, null, null)]
    [InlineData("mariadb-i2-primary-down-before-start", "SourceUnreachable", 2003, null, null)]
    [InlineData("mariadb-i3-primary-killed-while-connected", "SourceUnreachable", 2003, null, null)]
    [InlineData("mariadb-i5-binlog-not-open", "Configuration", 1236, null, null)]
    [InlineData("mariadb-i6-unknown-host", "UnknownHost", 2005, null, null)]
    [InlineData("mariadb-i8-account-locked", "Credentials", 4151, null, null)]
    [InlineData("mariadb-j3-stopped-by-hand", "StoppedByHand", 0, null, null)]
    [InlineData("mysql-b1-purged-by-position", "FilePurged", 1236, "mysql-bin.000001", null)]
    [InlineData("mysql-c1-gtid-purged", "TransactionsPurged", 1236, null, null)]
    [InlineData("mysql-c3-auto-position-source-gtid-off", "Configuration", 13117, null, null)]
    [InlineData("mysql-c4-gtid-purged-empty-replica", "TransactionsPurged", 1236, null, null)]
    [InlineData("mysql-d1-position-beyond-file", "BadPosition", 1236, "mysql-bin.000001", 999999999UL)]
    [InlineData("mysql-d4-primary-crashed-lost-tail", "BadPosition", 1236, "mysql-bin.000001", null)]
    [InlineData("mysql-f1-same-server-id-as-primary", "Identity", 13117, null, null)]
    [InlineData("mysql-f3-same-uuid-as-primary", "Identity", 13117, null, null)]
    [InlineData("mysql-h2-checksum-replica-verifies", "RelayWrite", 13122, "mysql-bin.000001", null)]
    [InlineData("mysql-h4-garbage-header-CRC32", "EventTooLarge", 1236, "mysql-bin.000001", 1628UL)]
    [InlineData("mysql-h4-garbage-header-NONE", "EventTooLarge", 1236, "mysql-bin.000001", 1559UL)]
    [InlineData("mysql-h6-bad-magic", "NotABinlog", 1236, null, null)]
    [InlineData("mysql-i1-wrong-password", "Credentials", 1045, null, null)]
    [InlineData("mysql-i2-primary-down-before-start", "ConnectionLost", 2013, null, null)]
    [InlineData("mysql-i3-primary-killed-while-connected", "SourceUnreachable", 2003, null, null)]
    [InlineData("mysql-i4-no-privilege", "Rights", 13120, null, null)]
    [InlineData("mysql-i5-binlog-not-open", "Configuration", 1236, null, null)]
    [InlineData("mysql-i6-unknown-host", "UnknownHost", 2005, null, null)]
    [InlineData("mysql-i8-account-locked", "Credentials", 3118, null, null)]
    [InlineData("mysql-j3-stopped-by-hand", "StoppedByHand", 0, null, null)]
    public void Real_failures_of_both_families_get_their_class_number_and_place(string name, string incident, int errno,
        string? file, ulong? position)
    {
        var found = Incident.Of(Captured.Channel(name));
        Assert.NotNull(found);
        Assert.Equal((incident, errno), (found.Kind.Name, found.Errno));
        if (file is not null)
            Assert.Equal(file, found.Place.File);
        if (position is not null)
            Assert.Equal(position, found.Place.Position);
    }

    [Fact]
    public void A_running_thread_has_no_incident_and_every_other_capture_has_a_known_one()
    {
        foreach (var name in Captured.Names)
        {
            foreach (var replica in Captured.Channels(name))
            {
                Assert.Equal(replica.Io == ReplicaThreadState.Running, Incident.Of(replica) is null);
                Assert.NotEqual("Unknown", Incident.Of(replica)?.Kind.Name);
            }
        }
    }

    // Texts of the servers' sources that the captures lack.
    [Theory]
    [InlineData("bogus data in log event", "BogusData")]
    [InlineData("corrupted data in log event", "BogusData")]
    [InlineData("Found invalid event in binary log", "BogusData")]
    [InlineData("Event crc check failed! Most likely there is event corruption.", "ChecksumFailed")]
    [InlineData("I/O error reading log event", "UnreadableFile")]
    [InlineData("Could not open log file", "UnreadableFile")]
    [InlineData("Could not find format_description_event in binlog file", "NotABinlog")]
    [InlineData("Failed to find format descriptor event in start of binlog", "NotABinlog")]
    [InlineData("could not find next log", "FilePurged")]
    [InlineData("The slave is connecting using CHANGE MASTER TO MASTER_AUTO_POSITION = 1, but the master has purged binary logs "
        + "containing GTIDs that the slave requires.", "TransactionsPurged")]
    [InlineData("Slave has more GTIDs than the master has, using the master's SERVER_UUID. This may indicate that the end of the "
        + "binary log was truncated", "Diverged")]
    [InlineData("Client requested source to start replication from position < 4", "BadPosition")]
    [InlineData("Slave requested incorrect position in master binlog", "BadPosition")]
    [InlineData("A slave with the same server_uuid/server_id as this slave has connected to the master; the first event 'a.000001' at "
        + "4, the last event read", "Identity")]
    [InlineData("A replica with the same server_uuid/server_id as this replica has connected to the source", "Identity")]
    [InlineData("Misconfigured master - server_id was not set", "Identity")]
    [InlineData("Misconfigured source - source server_id is 0", "Identity")]
    [InlineData("The replication sender thread cannot start in AUTO_POSITION mode: this server has GTID_MODE = OFF_PERMISSIVE instead "
        + "of ON.", "Configuration")]
    [InlineData("Slave can not handle replication events with the checksum that master is configured to log", "Configuration")]
    [InlineData("Could not decrypt binlog: encryption key error", "Encryption")]
    [InlineData("event decryption failure", "Encryption")]
    [InlineData("memory allocation failed reading log event", "Memory")]
    [InlineData("Failed to load replication slave GTID state from table mysql.gtid_slave_pos", "ReplicaState")]
    [InlineData("something nobody has ever seen", "Unknown")]
    public void Texts_of_the_servers_are_told_apart_in_both_spellings_and_under_both_numbers(string text, string incident)
    {
        foreach (var (errno, source) in new[] { (1236, "master"), (13114, "source"), (0, "source") })
        {
            var replica = Stopped(errno, $"Got fatal error 1236 from {source} when reading data from binary log: '{text}'");
            Assert.Equal(incident, IncidentClassifier.Classify(replica)!.Name);
        }
    }

    [Fact]
    public void Words_in_the_names_of_files_do_not_decide()
    {
        var replica = Stopped(1236, "Got fatal error 1236 from master when reading data from binary log: 'binlog corrupt somehow; the "
            + "first event '/encrypted/out of memory.000001' at 4, the last event read from '/encrypted/x.000001' at 120, the last "
            + "byte read from '/encrypted/x.000001' at 139.'");
        Assert.Equal("Unknown", IncidentClassifier.Classify(replica)!.Name);
    }

    [Theory]
    [InlineData(1129, "AddressRefused")]
    [InlineData(1130, "AddressRefused")]
    [InlineData(1040, "TooManyConnections")]
    [InlineData(2026, "Tls")]
    [InlineData(2061, "Authentication")]
    [InlineData(2013, "ConnectionLost")]
    [InlineData(13125, "ReplicaLimit")]
    [InlineData(1743, "RelayWrite")]
    [InlineData(1872, "ReplicaState")]
    [InlineData(9999, "Unknown")]
    public void Other_numbers_have_their_class(int errno, string incident) =>
        Assert.Equal(incident, IncidentClassifier.Classify(Stopped(errno, "error connecting to master 'repl@db1:3306' - retry-time: "
            + "60  message: whatever"))!.Name);

    [Fact]
    public void A_connection_that_breaks_without_an_error_is_named_with_its_hidden_causes()
    {
        // MariaDB with two replicas of one server_id, or with a binlog that was removed by hand: errno 0.
        var replica = Captured.Channel("mariadb-d3-position-1") with { Io = ReplicaThreadState.Connecting,
            IoDoing = "Waiting to reconnect after a failed master event read" };
        var incident = Incident.Of(replica);
        Assert.Equal("ConnectionLost", incident?.Kind.Name);
        Assert.Contains("another replica with the same server_id", incident!.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mariadb-3a-disk-full-4-crashed-tmpfs")]
    [InlineData("mariadb-h4-garbage-header-CRC32")]
    [InlineData("mysql-h4-garbage-header-CRC32")]
    [InlineData("mysql-c1-gtid-purged")]
    public void A_text_cut_anywhere_behind_its_first_words_keeps_its_class_and_never_invents_a_position(string name)
    {
        var replica = Captured.Channel(name);
        var whole = Incident.Of(replica)!;
        for (var length = 170; length <= replica.IoError.Length; length++)
        {
            var cut = Incident.Of(replica with { IoError = replica.IoError[..length] })!;
            Assert.Equal(whole.Kind, cut.Kind);
            var (first, last) = BinlogPlace.Find(replica.IoError);
            ulong?[] allowed = [first?.Position, last?.Position, replica.ReadPosition];
            Assert.Contains(cut.Place.Position, allowed);
        }
    }

    [Fact]
    public void Mutated_texts_never_break_the_reader()
    {
        var random = new Random(20120612);
        var texts = Captured.Names.SelectMany(Captured.Channels).Where(replica => replica.IoError.Length > 0).ToList();
        for (var round = 0; round < 5000; round++)
        {
            var replica = texts[random.Next(texts.Count)];
            var text = replica.IoError.ToCharArray();
            for (var change = random.Next(1, 6); change > 0; change--)
                text[random.Next(text.Length)] = (char)random.Next(1, 0x2100);
            var mutated = new string(text, 0, random.Next(text.Length + 1));
            var incident =
                Incident.Of(replica with { IoError = mutated, IoErrno = random.Next(3) == 0 ? random.Next(20000) : replica.IoErrno });
            Assert.NotNull(incident);
            Assert.False(string.IsNullOrWhiteSpace(incident.Headline + incident.Cause));
            Assert.All(incident.Steps, step => Assert.False(string.IsNullOrWhiteSpace(step.Text)));
        }
    }

    [Fact]
    public void No_text_and_no_number_stands_at_two_kinds()
    {
        var texts = IncidentCatalogue.All.SelectMany(kind => kind.Texts).ToList();
        var numbers = IncidentCatalogue.All.SelectMany(kind => kind.Numbers).ToList();
        Assert.Equal(texts.Count, texts.Distinct().Count());
        Assert.Equal(numbers.Count, numbers.Distinct().Count());
        Assert.All(texts, text =>
            Assert.Equal(text.ToLowerInvariant().Replace("master", "source", StringComparison.Ordinal).Replace("slave", "replica",
                StringComparison.Ordinal), text));
        var stops = SqlTroubleCatalogue.All.SelectMany(kind => kind.Numbers).ToList();
        Assert.Equal(stops.Count, stops.Distinct().Count());
    }

    [Fact]
    public void Every_kind_has_a_headline_a_cause_a_warning_and_steps_for_every_family_and_state()
    {
        ReplicaStatus[] replicas = [Captured.Channel("mysql-d3-position-1"), Captured.Channel("mariadb-d3-position-1"),
            Captured.Channel("mysql-c1-gtid-purged"), Captured.Channel("mariadb-c1-gtid-purged")];
        foreach (var kind in IncidentCatalogue.All)
        {
            foreach (var replica in replicas)
            {
                foreach (var sql in new[] { ReplicaThreadState.Running, ReplicaThreadState.Stopped })
                {
                    var site = new IncidentSite(replica with { Io = ReplicaThreadState.Stopped, Sql = sql, ReadPosition = 999_999 },
                        new BinlogPlace("mysql-bin.000007", 1234));
                    Assert.True(kind.Headline(site).Length is > 0 and < 130, $"{kind.Name}: {kind.Headline(site)}");
                    Assert.True(kind.Cause(site).Length is > 20 and < 400, $"{kind.Name}: {kind.Cause(site).Length}");
                    Assert.StartsWith("Do not", kind.NotThis.Text, StringComparison.Ordinal);
                    var steps = kind.Steps(site).ToList();
                    Assert.NotEmpty(steps);
                    Assert.All(steps, step => Assert.True(char.IsUpper(step.Text[0]), step.Text));
                    Assert.All(steps.SelectMany(step => step.Commands), command =>
                        Assert.True(command.Problem is null && command.FitsText, command.ToString()));
                }
            }
        }
    }

    [Fact]
    public void No_command_is_printed_that_no_test_runs_on_a_real_server()
    {
        ReplicaStatus[] replicas =
        [
            Captured.Channel("mysql-d3-position-1"), Captured.Channel("mysql-c1-gtid-purged"),
            Captured.Channel("mariadb-d3-position-1"), Captured.Channel("mariadb-c1-gtid-purged"),
                Captured.Channel("mariadb-c1-gtid-purged") with { UsesCurrentPosition = true },
        ];
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var replica in replicas)
        {
            foreach (var (io, sql, read) in from io in Enum.GetValues<ReplicaThreadState>(
                ) from sql in new[] { ReplicaThreadState.Running, ReplicaThreadState.Stopped } from read in new[] { replica.ReadPosition,
                    999_999UL } select (io, sql, read))
            {
                var status = replica with { Io = io, Sql = sql, ReadPosition = read };
                var site = new IncidentSite(status, new BinlogPlace("mysql-bin.000007", 1234));
                var steps = IncidentCatalogue.All.SelectMany(kind =>
                    kind.Steps(site)).Concat(SqlTroubleCatalogue.All.SelectMany(kind => kind.Steps(site))).Concat(
                        Captured.Judge([status]).Steps);
                foreach (var command in steps.SelectMany(step => step.Commands))
                {
                    unknown.UnionWith(CommandShapes.Of(command).Where(shape => !CommandShapes.Run.Contains(shape)));
                }
            }
        }

        Assert.True(unknown.Count == 0, string.Join("\n", unknown));
    }

    [Fact]
    public void The_packet_limit_is_only_blamed_where_it_is_the_cause()
    {
        var garbage = Incident.Of(Captured.Channel("mysql-h4-garbage-header-CRC32"))!;
        Assert.Equal("source binlog mysql-bin.000001 is damaged at 1628 (error 1236): do not raise max_allowed_packet", garbage.Headline);
        var inside = Incident.Of(Captured.Channel("mariadb-d2-position-inside-an-event"))!;
        Assert.Equal(
            "no event begins at 9341 of source binlog mysql-bin.000001 (error 1236): do not raise max_allowed_packet", inside.Headline);
        var limit = Incident.Of(Captured.Channel("mariadb-e1-event-over-replica-limit"))!;
        Assert.Contains(limit.Steps, step =>
            step.Text.Contains("SET GLOBAL slave_max_allowed_packet=1073741824", StringComparison.Ordinal));
        Assert.Contains("larger than max_allowed_packet",
            garbage.Seen(new BinlogSpot(SpotVerdict.Sane, "mysql-bin.000001", 1628, 9000, 5000)).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void MySQL_names_an_event_before_the_place_when_nothing_could_be_read_there()
    {
        // As MySQL 9.7.4 says it for a position in the middle of an event.
        var incident = Incident.Of(Stopped(13114, "Got fatal error 1236 from source when reading data from binary log: 'log event "
            + "entry exceeded max_allowed_packet; Increase max_allowed_packet on source; the first event 'mysql-bin.000002' at 2401, "
            + "the last event read from '/srv/db/binlog/mysql-bin.000002' at 127, the last byte read from "
            + "'/srv/db/binlog/mysql-bin.000002' at 2420.'"))!;
        Assert.Equal(
            "no event begins at 2401 of source binlog mysql-bin.000002 (error 1236): do not raise max_allowed_packet", incident.Headline);
    }

    [Fact]
    public void The_way_on_names_the_next_file_for_this_server_and_channel()
    {
        var steps = Incident.Of(Captured.Channel("mariadb-3a-disk-full-3-grown-tmpfs-gtid"))!.Steps.ToList();
        Assert.StartsWith("Do not wait", steps[0].Text, StringComparison.Ordinal);
        Assert.Contains(steps, step => step.Text.EndsWith("STOP SLAVE; CHANGE MASTER TO MASTER_USE_GTID=no, "
            + "MASTER_LOG_FILE='mysql-bin.000002', MASTER_LOG_POS=4; START SLAVE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mysql-bin.000012", "mysql-bin.000013")]
    [InlineData("mysql-bin.999999", "mysql-bin.1000000")]
    [InlineData("a.b.000099", "a.b.000100")]
    [InlineData("mysql-bin", null)]
    [InlineData("mysql-bin.", null)]
    [InlineData("", null)]
    public void The_next_file_follows_the_numbering(string file, string? next) => Assert.Equal(next, new BinlogPlace(file, 4).NextFile);

    [Theory]
    [InlineData("This was attempt 5/10, with a delay of 2 seconds between attempts.", 8)]
    [InlineData("This was attempt 1/86400, with a delay of 60 seconds between attempts.", 0)]
    [InlineData("This was attempt 99999999999/10, with a delay of 2 seconds", 0)]
    [InlineData("This was attempt 5/10, with a del", 0)]
    [InlineData("", 0)]
    public void The_count_of_attempts_tells_for_how_long_it_was_tried(string text, double seconds) =>
        Assert.Equal(seconds, Attempts.SecondsTried(text));

    private static ReplicaStatus Stopped(int errno, string error) =>
        Captured.Channel("mysql-d3-position-1") with { Io = ReplicaThreadState.Stopped, IoErrno = errno, IoError = error };
}
