namespace NagiosChecks.KernelModules;

/// <summary>The names of kernel modules: '-' and '_' are the same letter to kmod and to the kernel.</summary>
internal static class ModuleName
{
    /// <summary>The kernel's own limit, MODULE_NAME_LEN in include/linux/moduleparam.h.</summary>
    public const int MaximumLength = 55;

    /// <summary>
    /// The name with underscores, as kmod keeps it; a '-' inside brackets is a range of a pattern and stays
    /// (underscores() in libkmod-config.c).
    /// </summary>
    public static string Normalize(ReadOnlySpan<char> name)
    {
        if (!name.Contains('-'))
            return name.ToString();
        Span<char> letters = name.Length <= 256 ? stackalloc char[name.Length] : new char[name.Length];
        var bracket = false;
        for (var index = 0; index < name.Length; index++)
        {
            bracket = name[index] == '[' || (bracket && name[index] != ']');
            letters[index] = name[index] == '-' && !bracket ? '_' : name[index];
        }

        return letters.ToString();
    }

    /// <summary>The name of the module in a file such as <c>kernel/net/netfilter/nf-nat.ko.xz</c>: all before the first dot.</summary>
    public static string OfFile(ReadOnlySpan<char> path)
    {
        var file = path[(path.LastIndexOf('/') + 1)..];
        var dot = file.IndexOf('.');
        return Normalize(dot < 0 ? file : file[..dot]);
    }

    /// <summary>True for what could be the name of a module or of an alias without wildcards, as an operator types it.</summary>
    public static bool IsPossible(string name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-'))
                return false;
        }

        return name.Length is > 0 and <= MaximumLength;
    }
}
