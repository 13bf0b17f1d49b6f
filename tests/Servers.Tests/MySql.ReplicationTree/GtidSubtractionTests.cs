using DatabaseServers;

namespace MySql.ReplicationTree.Tests;

/// <summary>The server's own arithmetic is the judge.</summary>
public sealed class GtidSubtractionTests
{
    private const int Pairs = 10_000;
    // What fits into one argument of the client (128 KiB on Linux).
    private const int PairsInOne = 50;

    [Fact]
    public void Subtraction_and_containment_agree_with_the_server_on_ten_thousand_random_sets()
    {
        using var server = DatabaseServer.Start(DatabaseFamily.MySql);
        var random = new Random(10_000);
        for (var done = 0; done < Pairs; done += PairsInOne)
        {
            var pairs = Enumerable.Range(0, PairsInOne)
                .Select(_ => (RandomGtidSet.Of(random).Text, RandomGtidSet.Of(random).Text)).ToList();
            var sql = string.Join(" UNION ALL ", pairs.Select((pair, index) => $"SELECT {index}, CONCAT('=', REPLACE(GTID_SUBTRACT("
                + $"'{pair.Item1}', '{pair.Item2}'), '\\n', '')), GTID_SUBSET('{pair.Item1}', '{pair.Item2}')"));

            var rows = server.Query(sql);

            Assert.Equal(PairsInOne, rows.Count);
            foreach (var row in rows)
            {
                var (left, right) = pairs[int.Parse(row[0], System.Globalization.CultureInfo.InvariantCulture)];
                var (a, b) = (MySqlGtidSet.Parse(left)!, MySqlGtidSet.Parse(right)!);
                Assert.Equal(row[1], $"={a.Subtract(b)}");
                Assert.Equal(row[2] == "1", b.Contains(a));
            }
        }
    }
}
