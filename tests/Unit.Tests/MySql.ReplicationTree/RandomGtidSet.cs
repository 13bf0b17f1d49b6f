namespace MySql.ReplicationTree.Tests;

/// <summary>Random sets as each single GTID, and as a text that lists them in any order with overlaps.</summary>
internal static class RandomGtidSet
{
    private static readonly string[] Uuids =
        ["3dc4f752-e86e-11f1-9eeb-02fc00000001", "3dc5de03-e86e-11f1-9806-02fc00000001", "00000000-0000-0000-0000-000000000001"];

    private static readonly string[] Tags = ["", "", "a", "b_2"];

    /// <summary>A set of up to twelve intervals.</summary>
    public static (HashSet<(string Uuid, string Tag, int Number)> Gtids, string Text) Of(Random random, bool hasTags = true)
    {
        var gtids = new HashSet<(string, string, int)>();
        var parts = new List<string>();
        for (var left = random.Next(0, 12); left > 0; left--)
        {
            var (uuid, tag) = (Uuids[random.Next(Uuids.Length)], hasTags ? Tags[random.Next(Tags.Length)] : "");
            var first = random.Next(1, 40);
            var last = first + random.Next(0, 12);
            for (var number = first; number <= last; number++)
                gtids.Add((uuid, tag, number));
            parts.Add($"{Name(uuid, tag)}:{(first == last ? $"{first}" : $"{first}-{last}")}");
        }

        return (gtids, string.Join(random.Next(2) == 0 ? "," : ",\n", parts));
    }

    /// <summary>A text that names each GTID by itself.</summary>
    public static string Write(IEnumerable<(string Uuid, string Tag, int Number)> gtids) =>
        string.Join(',', gtids.Select(gtid => $"{Name(gtid.Uuid, gtid.Tag)}:{gtid.Number}"));

    private static string Name(string uuid, string tag) => tag.Length == 0 ? uuid : $"{uuid}:{tag}";
}
