namespace Nagios.Plugin;

/// <summary>A long name that an option had before: it keeps working and no help shows it.</summary>
/// <param name="longName">Without dashes.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class OldNameAttribute(string longName) : Attribute
{
    /// <summary>Without dashes.</summary>
    public string LongName { get; } = longName;
}
