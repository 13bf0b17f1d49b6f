namespace NagiosChecks.StaleAcks;

/// <summary>A host, or a service of a host.</summary>
/// <param name="Host">The host's name.</param>
/// <param name="Service">The service's name; null for the host itself.</param>
internal sealed record Checkable(string Host, string? Service)
{
    /// <summary>host/service, or the host's name alone.</summary>
    public string Name => Service is null ? Host : $"{Host}/{Service}";
}
