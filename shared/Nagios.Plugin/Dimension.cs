namespace Nagios.Plugin;

/// <summary>What a number measures; decides which unit suffixes an operator may write and how a person reads it.</summary>
public enum Dimension
{
    /// <summary>A plain number: no suffix.</summary>
    Number,

    /// <summary>Percent: an optional <c>%</c>.</summary>
    Percent,

    /// <summary>Seconds: an optional <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</summary>
    Duration,

    /// <summary>Bytes: an optional <c>B</c>, <c>K</c>, <c>M</c>, <c>G</c> or <c>T</c>, powers of 1024 as <c>df -h</c>.</summary>
    Size,
}
