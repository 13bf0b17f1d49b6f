namespace MySql.Session;

/// <summary>How much TLS is asked for: the values of --ssl-mode, in order of strength
/// (https://dev.mysql.com/doc/refman/8.4/en/connection-options.html#option_general_ssl-mode).</summary>
public enum TlsMode
{
    /// <summary>Never.</summary>
    Disabled,

    /// <summary>Over TCP where the server offers it; never over a Unix socket.</summary>
    Preferred,

    /// <summary>Always, whoever signed the certificate.</summary>
    Required,

    /// <summary>Always, and an authority in --ssl-ca signed the certificate.</summary>
    VerifyCa,

    /// <summary>As <see cref="VerifyCa"/>, and the certificate carries the host's name.</summary>
    VerifyIdentity,
}
