namespace MySql.Session;

/// <summary>Why a server's certificate was not accepted.</summary>
/// <param name="Text">The reason in words, part of a sentence.</param>
/// <param name="Fault">What has to be done about it.</param>
internal readonly record struct CertificateRefusal(string Text, CertificateFault Fault);
