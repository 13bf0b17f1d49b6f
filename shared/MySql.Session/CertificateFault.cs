namespace MySql.Session;

/// <summary>What is wrong with a server's certificate: each has its own next step.</summary>
internal enum CertificateFault
{
    /// <summary>Nobody that is trusted signed it.</summary>
    UnknownAuthority,

    /// <summary>It is for another name than the one that was connected to.</summary>
    OtherName,

    /// <summary>There is none, its time is over or not begun, a signature is wrong, or it is not meant for servers.</summary>
    Unusable,
}
