using MySql.Session;

namespace MySql.ReplicationTree;

/// <summary>What a server answered to one statement.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Rows">Its rows; none where it was refused or not asked.</param>
/// <param name="Refusal">Why there are no rows: the server's error, or why it was not asked; null for an answer.</param>
public sealed record Answer(string Statement, IReadOnlyList<MySqlRow> Rows, string? Refusal = null);
