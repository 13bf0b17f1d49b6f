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
        var image = new ProblemImage(
            NagiosState.Critical, ["md0 degraded", "~3 of ~14"],
            [new FailingItem("/var", NagiosState.Critical, ""), new FailingItem("a\tb", NagiosState.Warning, "")], true);
        var sight = new FirstSight
        {
            AcknowledgedAt = 1795289802, SeenAt = 1795289810, Occurrence = "18", Author = "o\tps", Expires = 9, Image = image, Looks = 3,
                IsBaseline = true, HasClauses = false,
            Found = "/binlog 97 %\nx", FoundAt = 7, ClearedAt = 8,
        };

        var record = sight.Serialize(new Checkable(host, service));
        var back = FirstSight.Parse(record, out var about);

        Assert.DoesNotContain('\n', record);
        Assert.DoesNotContain('\r', record);
        Assert.Equal(new Checkable(host, service), about);
        Assert.Equal(sight with { Image = back!.Image }, back);
        Assert.Equal(image.Clauses, back.Image.Clauses);
        Assert.Equal(image.Failing, back.Image.Failing);
        Assert.Equal((image.State, image.IsUnseen), (back.Image.State, back.Image.IsUnseen));
    }

    [Fact]
    public void The_memory_of_version_1_0_is_kept_and_its_words_begin_anew()
    {
        const string Old = "db1\tservice\tdisk\t1795289802\t1795289810\tCRITICAL\t18\tDISK /var free\tc/var";
        var sight = FirstSight.Parse(FirstSight.FromVersion1(Old), out var about)!;

        Assert.Equal(("db1/disk", 1795289802, NagiosState.Critical, "18", "/var"),
            (about.Name, sight.AcknowledgedAt, sight.State, sight.Occurrence, sight.Image.Failing.Single().Label));
        var first = AcknowledgementVerdict.Judge(
            Watch.Disk with { AcknowledgedAt = 1795289802, Occurrence = "18", PerfData = "/binlog=97%;80;90" }, sight,
            new EngineReport { Engine = "e", Problems = [] }, Watch.Limits(), Watch.Start);
        Assert.Equal(StaleClass.OtherProblem, first.Worst);
        Assert.True(first.Next.HasClauses);
    }

    [Theory]
    [InlineData("")]
    [InlineData("db1\tservice\tdisk")]
    [InlineData("db1\tservice\tdisk\tx\t2\tCRITICAL\t\t\t0\t1\t\t0\t0\twords")]
    [InlineData("db1\tservice\tdisk\t1\t2\tFINE\t\t\t0\t1\t\t0\t0\twords")]
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
        var sight = new FirstSight { AcknowledgedAt = before, SeenAt = 200,
            Image = new ProblemImage(NagiosState.Critical, ["x"], [], false) };

        Assert.Equal(same,
            sight.IsSameAcknowledgement(new AcknowledgedProblem { Host = "h", State = NagiosState.Critical, AcknowledgedAt = now }));
    }

    [Fact]
    public void More_than_can_be_remembered_is_counted()
    {
        var problems = Enumerable.Range(0, StaleAcksHistory.MaximumRemembered + 7)
            .Select(number => new AcknowledgedProblem { Host = $"h{number}", State = NagiosState.Critical }).ToList();

        var judgement = StaleAcksJudgement.Of(
            new EngineReport { Engine = "e", Problems = problems }, Watch.Limits(), StaleAcksHistory.Of([]), 1);

        Assert.Equal(7, judgement.Forgotten);
        Assert.Equal(StaleAcksHistory.MaximumRemembered, judgement.Sights.Count);
    }
}
