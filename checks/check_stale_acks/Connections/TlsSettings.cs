namespace NagiosChecks.StaleAcks;

/// <summary>How a server must prove who it is, and how this check proves who it is.</summary>
/// <param name="Ca">File of CA certificates; null for the system's.</param>
/// <param name="Certificate">File of the client certificate; null for none.</param>
/// <param name="Key">File of its key; null where the certificate's file holds it.</param>
/// <param name="Name">The name or address that the server's certificate must carry.</param>
/// <param name="Verify">False accepts any certificate.</param>
internal sealed record TlsSettings(string? Ca, string? Certificate, string? Key, string Name, bool Verify);
