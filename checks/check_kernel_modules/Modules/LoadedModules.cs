using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>A module that is in the kernel now.</summary>
/// <param name="Name">Its name, with underscores.</param>
/// <param name="References">How many references hold it; null where the kernel cannot unload modules and so does not count.</param>
/// <param name="Holders">The modules among those references.</param>
/// <param name="Condition">Live, Loading or Unloading.</param>
internal sealed record LoadedModule(string Name, int? References, IReadOnlyList<string> Holders, string Condition);

/// <summary>
/// The modules in the kernel, from /proc/modules: name, size, references, holders (each with a comma, or "-"), condition,
/// address (m_show and print_unload_info in kernel/module).
/// </summary>
internal static class LoadedModules
{
    /// <summary>Where they are read.</summary>
    public const string Path = "/proc/modules";

    /// <summary>Reads the table.</summary>
    /// <exception cref="CheckException">A line is not of that form.</exception>
    public static Dictionary<string, LoadedModule> Parse(string text)
    {
        var modules = new Dictionary<string, LoadedModule>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var counted = fields.Length > 2 && int.TryParse(fields[2], out _);
            if (fields.Length < 5 || (!counted && fields[2] != "-") || fields[4] is not ("Live" or "Loading" or "Unloading"))
                throw new CheckException($"{Path} holds '{UntrustedText.Clean(line, 80)}' where a module with its size, references, "
                    + $"holders and state belongs");
            var name = ModuleName.Normalize(fields[0]);
            var holders = fields[3].Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Where(holder => holder is not "-" && holder[0] != '[').Select(holder => ModuleName.Normalize(holder));
            modules[name] = new LoadedModule(name, counted ? int.Parse(fields[2]) : null, [.. holders], fields[4]);
        }

        return modules;
    }
}
