using Nagios.Plugin;

namespace MySql.Session;

/// <summary>A server could not be asked; the message is written for the operator and never holds a secret.</summary>
public sealed class MySqlSessionException : CheckException
{
    /// <summary>A failure with its kind.</summary>
    /// <param name="failure">What kind of failure.</param>
    /// <param name="message">In an operator's words, on one line.</param>
    /// <param name="errorNumber">The client's (2000-2999, 5000-5999) or the server's error number; 0 when there is none.</param>
    public MySqlSessionException(MySqlFailure failure, string message, int errorNumber = 0)
        : base(message)
    {
        Failure = failure;
        ErrorNumber = errorNumber;
    }

    /// <summary>What kind of failure.</summary>
    public MySqlFailure Failure { get; }

    /// <summary>The client's or the server's error number; 0 when there is none.</summary>
    public int ErrorNumber { get; }

    /// <summary>True when the server is what failed, not the look at it: not there, gone, or out of connections.</summary>
    public bool IsServerDown => Failure is MySqlFailure.ServerDown or MySqlFailure.ServerGone or MySqlFailure.NoConnectionLeft;
}
