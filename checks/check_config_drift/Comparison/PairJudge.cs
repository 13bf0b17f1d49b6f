namespace NagiosChecks.ConfigDrift;

/// <summary>Judges one variable of a replica against the same of its source.</summary>
internal static class PairJudge
{
    private const string FormatBreaks =
        "MySQL cannot log row events with binlog_format=STATEMENT, and its SQL thread stops with 1666 at the first of them";

    /// <summary>Judges two values. Either may be the value after a restart.</summary>
    /// <param name="source">The source's.</param>
    /// <param name="replica">The replica's.</param>
    /// <param name="pair">The two servers.</param>
    public static PairVerdict Judge(Setting source, Setting replica, ServerPair pair)
    {
        if (LegitimateVariables.Has(source.Name))
            return source.Value == replica.Value ? PairVerdict.Same : new PairVerdict(DriftClass.Legitimate, "every server has its own");
        if (source.Name == "replica_max_allowed_packet")
            return Packet(source, replica, pair);
        if (source.Value == replica.Value)
            return PairVerdict.Same;
        if (DriftRules.Of(source.Name) is not { } rule)
            return new PairVerdict(DriftClass.Unclassified, "this check knows no consequence");
        return Special(source, replica, pair, rule) ?? ByRule(source, replica, pair, rule);
    }

    /// <summary>True when a difference goes the way of the rule's direction.</summary>
    internal static bool IsThisWay(Direction direction, Setting source, Setting replica) => direction switch
    {
        Direction.ReplicaLess => source.Number is not { } more || replica.Number is not { } less
            || Reach(source.Name, less) < Reach(source.Name, more),
        Direction.OnlySourceOn => VariableValue.IsOn(source.Value) && !VariableValue.IsOn(replica.Value),
        Direction.OnlyReplicaOn => !VariableValue.IsOn(source.Value) && VariableValue.IsOn(replica.Value),
        Direction.ReplicaNamesMore => NamesMore(replica.Raw, source.Raw),
        Direction.ReplicaLessDurable => Loss(source.Name, replica) > Loss(source.Name, source),
        _ => true,
    };

    private static PairVerdict ByRule(Setting source, Setting replica, ServerPair pair, DriftRule rule)
    {
        // Where no source was asked, any of the servers may become it, and both ways count.
        var isThisWay = IsThisWay(rule.Direction, source, replica) || pair.IsOfEquals && IsThisWay(rule.Direction, replica, source);
        var found = isThisWay ? rule.Class : rule.Otherwise;
        var consequence = isThisWay ? rule.Consequence : rule.OtherConsequence;
        if (found == DriftClass.Statement && !pair.StatementsAreLogged)
            return new PairVerdict(DriftClass.AfterPromotion, $"{consequence}; with ROW on every server only what it computes as the "
                + "source changes", rule);
        return new PairVerdict(found, consequence, rule) { IsSilent = isThisWay && rule.IsSilent };
    }

    private static PairVerdict? Special(Setting source, Setting replica, ServerPair pair, DriftRule rule) => source.Name switch
    {
        // A fixed zone travels with every statement.
        "system_time_zone" when !IsSystem(pair.Source["time_zone"]) && !IsSystem(pair.Replica["time_zone"]) =>
            new PairVerdict(DriftClass.Cosmetic, "time_zone names a zone on both servers, so that the host's is not used", rule),
        // It is this zone that makes them differ, and the other variable says so.
        "time_zone" when IsSystem(source) && IsSystem(replica) =>
            new PairVerdict(DriftClass.Derived, "both take the host's zone: see system_time_zone", rule),
        "binlog_format" when replica.Value == "STATEMENT" && !pair.Replica.Version.IsMariaDb
            && VariableValue.IsOn(pair.Replica["log_replica_updates"]?.Value ?? "")
            && VariableValue.IsOn(pair.Replica["log_bin"]?.Value ?? "") =>
            new PairVerdict(DriftClass.Breaks, FormatBreaks, rule),
        "transaction_isolation" when pair.Replica["binlog_format"]?.Value == "STATEMENT"
            && replica.Value.StartsWith("READ-", StringComparison.Ordinal) =>
            new PairVerdict(DriftClass.Statement, "with binlog_format=STATEMENT every write fails with 1665 once it is the source", rule),
        // Servers that write in turn keep their AUTO_INCREMENT values apart with it.
        "auto_increment_offset" when (pair.Source["auto_increment_increment"]?.Number ?? 1) > 1 =>
            new PairVerdict(DriftClass.Legitimate, "keeps the AUTO_INCREMENT values of several writers apart", rule),
        "binlog_transaction_compression" when VariableValue.IsOn(source.Value) && !pair.Replica.Version.IsMariaDb
            && !pair.Replica.Version.IsMySqlSince(8, 0, 20) =>
            new PairVerdict(DriftClass.Breaks, "a replica older than MySQL 8.0.20 cannot read compressed transactions", rule),
        _ => null,
    };

    // An event of one row is about as large as the source's max_allowed_packet allows, and one that changes a row holds it twice.
    private static PairVerdict Packet(Setting source, Setting replica, ServerPair pair)
    {
        const string Stops = "the IO thread stops with 1153 (MySQL: 13125) at the first larger event";
        if (pair.Source["max_allowed_packet"] is { Number: { } largest } packet && replica.Number < largest)
        {
            return new PairVerdict(DriftClass.Breaks,
                $"it is smaller than max_allowed_packet of {pair.Source.Name} ({VariableValue.Human(ValueKind.Size, packet.Raw)}): {Stops}",
                new DriftRule(source.Name, DriftClass.Breaks, Stops) { Kind = ValueKind.Size, TakenOver = TakenOver.ByIoThread });
        }

        var rule = new DriftRule(
            source.Name, DriftClass.AfterPromotion, $"{Stops}, such as an UPDATE of large values, which are logged twice")
        { Direction = Direction.ReplicaLess, Kind = ValueKind.Size, TakenOver = TakenOver.ByIoThread };
        return source.Value == replica.Value ? PairVerdict.Same : ByRule(source, replica, pair, rule);
    }

    private static bool IsSystem(Setting? zone) => string.Equals(zone?.Raw, "SYSTEM", StringComparison.OrdinalIgnoreCase);

    private static bool NamesMore(string replica, string source)
    {
        var known = new HashSet<string>(VariableValue.Elements(source), StringComparer.Ordinal);
        foreach (var element in VariableValue.Elements(replica))
        {
            if (!known.Contains(element))
                return true;
        }

        return false;
    }

    // 0 is no limit for these.
    private static decimal Reach(string name, decimal number) =>
        number == 0 && name is "max_join_size" or "tmp_memory_table_size" or "max_user_connections" ? decimal.MaxValue : number;

    // How much a crash of the host may lose: nothing, the last second, or more.
    private static decimal Loss(string name, Setting setting) => (name, setting.Number) switch
    {
        ("innodb_flush_log_at_trx_commit", 1 or 3) => 0,
        ("innodb_flush_log_at_trx_commit", 2) => 1,
        ("innodb_flush_log_at_trx_commit", _) => 2,
        ("sync_binlog", 0) => decimal.MaxValue,
        ("sync_binlog", { } transactions) => transactions - 1,
        _ => setting.Value is "OFF" or "DETECT_ONLY" ? 1 : 0,
    };
}
