using System.Diagnostics;

namespace NagiosChecks.Failover.Tests;

/// <summary>Trees that are made up, against a model that plays the promotion.</summary>
public class GeneratedTreeTests
{
    private const int Worlds = 6000;

    [Fact]
    public void No_replica_is_called_ready_that_would_lose_something_and_hardly_one_that_would_not_is_refused()
    {
        var random = new Random(2011);
        var (ready, refused, falselyReady) = (0, 0, new List<string>());
        for (var number = 0; number < Worlds; number++)
        {
            var world = TreeWorld.Of(random, random.Next(1, 6));
            var tree = TreeJudge.Verdict(world.Answers()).Tree;
            Assert.Empty(tree.NotAsked);
            for (var at = 0; at < world.Replicas.Count; at++)
            {
                var judged = tree.Replicas.Single(one => one.Name == $"r{at + 1}");
                var model = world.CanTakeOver(world.Replicas[at]);
                if (judged.IsReady && !model)
                    falselyReady.Add($"world {number} ({world.Mode}) r{at + 1}: {FailoverText.Reasons(judged)}");
                ready += model ? 1 : 0;
                refused += model && !judged.IsReady ? 1 : 0;
            }
        }

        Assert.Equal([], falselyReady);
        Assert.True(ready > 3000, $"only {ready} are ready in the model");
        Assert.True(refused * 100 < ready * 2, $"{refused} of {ready} that can take over are refused");
    }

    [Fact]
    public void The_first_candidate_never_lacks_what_another_replica_has()
    {
        var random = new Random(1236);
        var chosen = 0;
        for (var number = 0; number < 2000; number++)
        {
            var world = TreeWorld.Of(random, random.Next(2, 6));
            if (world.IsSourceAlive || TreeJudge.Verdict(world.Answers()).Candidates is not [var best, ..])
                continue;
            chosen++;
            var replica = world.Replicas[best.Name[1] - '1'];
            Assert.Equal(world.Replicas.Max(one => one.Received), replica.Received);
        }

        Assert.True(chosen > 300, $"{chosen}");
    }

    [Fact]
    public void Fifty_replicas_are_judged_in_a_moment()
    {
        var world = TreeWorld.Of(new Random(50), 50);
        var answers = world.Answers();
        _ = TreeJudge.Result(answers);

        var clock = Stopwatch.StartNew();
        var text = TreeJudge.Text(answers);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"{clock.Elapsed}");
        Assert.True(System.Text.Encoding.UTF8.GetByteCount(text.Split('\n')[0]) < 1024, text.Split('\n')[0]);
    }
}
