using System.Globalization;

namespace NagiosChecks.ReplicationIo;

/// <summary>"This was attempt 5/10, with a delay of 2 seconds between attempts" (MySQL 8.0 and later) in a connect error.</summary>
internal static class Attempts
{
    /// <summary>For how long the IO thread has been trying at least, seconds; 0 when the text does not say.</summary>
    public static double SecondsTried(string error) =>
        Number(error, "This was attempt ") is { } attempt && Number(error, "with a delay of ") is { } delay
            ? Math.Max(0, attempt - 1) * delay
            : 0;

    /// <summary>How many attempts were made when the IO thread gave up; null when nobody says.</summary>
    public static long? Made(ReplicaStatus replica) =>
        Number(replica.IoError, "This was attempt ") ?? (replica.RetryCount is > 0 ? replica.RetryCount : null);

    private static int? Number(string text, string words)
    {
        var start = text.IndexOf(words, StringComparison.Ordinal);
        if (start < 0)
            return null;
        var number = text.AsSpan(start + words.Length);
        var digits = number.IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and < 10
            && int.TryParse(number[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
