using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

public sealed class FirstSightTests
{
    [Theory]
    [InlineData("db1", "disk")]
    [InlineData("db1", null)]
    [InlineData("a%b\tc\nd%0Ae", "%09\r%25")]
    [InlineData("bücher", "длинный сервис")]
    public void What_is_remembered_comes_back_as_it_was(string host, string? service)
    {
        var sight = new FirstSight(1795289802, 1795289810, NagiosState.Critical, "18", "DISK /var free", [new FailingItem("/var", NagiosState.Critical, ""), new FailingItem("a\tb", NagiosState.Warning, "")]);

        var record = sight.Serialize(new Checkable(host, service));
        var back = FirstSight.Parse(record, out var about);

        Assert.DoesNotContain('\n', record);
        Assert.DoesNotContain('\r', record);
        Assert.Equal(new Checkable(host, service), about);
        Assert.Equal(sight with { Failing = [] }, back! with { Failing = [] });
        Assert.Equal(sight.Failing, back.Failing);
    }

    [Theory]
    [InlineData("")]
    [InlineData("db1\tservice\tdisk")]
    [InlineData("db1\tservice\tdisk\tx\t2\tCRITICAL\t\twords")]
    [InlineData("db1\tservice\tdisk\t1\t2\tFINE\t\twords")]
    public void A_record_that_is_none_is_forgotten(string record) => Assert.Null(FirstSight.Parse(record, out _));

    [Theory]
    [InlineData(100.0, 100.9, true)] // the same acknowledgement, read with more digits
    [InlineData(100.0, 99.0, true)] // the newest comment was deleted, an older one is left
    [InlineData(100.0, null, true)] // the comment was deleted
    [InlineData(100.0, 101.0, false)] // acknowledged anew
    [InlineData(0.0, 150.0, true)] // nobody knew when; seen first at 200
    [InlineData(0.0, 201.0, false)]
    public void Only_a_newer_acknowledgement_begins_anew(double before, double? now, bool same)
    {
        var sight = new FirstSight(before, 200, NagiosState.Critical, "", "x", []);

        Assert.Equal(same, sight.IsSameAcknowledgement(new AcknowledgedProblem { Host = "h", State = NagiosState.Critical, AcknowledgedAt = now }));
    }

    [Fact]
    public void More_than_can_be_remembered_is_counted()
    {
        var memory = new AcknowledgementMemory([]);
        for (var number = 0; number < AcknowledgementMemory.MaximumRemembered + 7; number++)
            memory.Recall(new AcknowledgedProblem { Host = $"h{number}", State = NagiosState.Critical }, 1);

        Assert.Equal(7, memory.Forgotten);
        Assert.Equal(AcknowledgementMemory.MaximumRemembered, memory.Records.Count);
    }
}
