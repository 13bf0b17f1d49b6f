namespace MySql.Session;

/// <summary>What the client or the server said went wrong; <see cref="FailureText"/> makes an operator's words of it.</summary>
/// <param name="Kind">What kind of failure.</param>
/// <param name="Number">The server's error number (ER_... in mysqld_error.h); 0 when the client failed.</param>
/// <param name="Text">The server's text, or the reason in words; for an authentication plugin its name.</param>
internal readonly record struct ServerError(MySqlFailure Kind, int Number, string Text)
{
    /// <summary>The text of a server that offers no TLS where it was demanded.</summary>
    internal const string NoTls = "the server does not offer TLS";

    /// <summary>What is wrong with its certificate; null where that is not the reason.</summary>
    internal CertificateFault? Certificate { get; init; }

    /// <summary>The server's version, where it had said it.</summary>
    internal string? ServerVersion { get; init; }
}
