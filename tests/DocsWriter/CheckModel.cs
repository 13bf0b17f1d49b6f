using System.Reflection;
using CommandLine;
using Nagios.Plugin;

namespace DocsWriter;

/// <summary>What the code of a check says about itself: its description, its options and its declared perfdata.</summary>
/// <param name="Name">The executable's name.</param>
/// <param name="Description">Question, purpose, states and examples.</param>
/// <param name="Series">The declared perfdata, in the order in which it is printed.</param>
/// <param name="Options">The options that are shown, in the order of the help.</param>
/// <param name="Help">What <c>--help</c> prints.</param>
/// <param name="Words">The words that may stand behind the options, by the name and the meaning that the help gives them; null for
/// none.</param>
internal sealed record CheckModel(
    string Name, CheckDescription Description, IReadOnlyList<DeclaredSeries> Series, IReadOnlyList<OptionModel> Options, string Help,
    (string Name, string Meaning)? Words)
{
    /// <summary>The command that a person types: the executable's name, but nagios-triage for triage, whose name is too common for a
    /// directory in PATH.</summary>
    public string Command => Name == "triage" ? "nagios-triage" : Name;

    /// <summary>True for a check that logs in to a MySQL or MariaDB server.</summary>
    public bool LogsIn => Options.Any(option => option.Name == "password");

    /// <summary>True for a check that remembers something between runs.</summary>
    public bool KeepsState { get; private init; }

    /// <summary>The checks of the suite, which are the directories below checks/, in the order of their names.</summary>
    public static IReadOnlyList<CheckModel> All { get; } = [.. Repository.Executables.Select(Of)];

    private static CheckModel Of(string name)
    {
        var assembly = Assembly.Load(name);
        var type = Array.Find(assembly.GetTypes(), candidate => !candidate.IsAbstract && SkeletonOf(candidate) is not null)
            ?? throw new InvalidOperationException($"{name} has no class that derives from Check<...>");
        var check = Activator.CreateInstance(type, nonPublic: true)!;
        var skeleton = SkeletonOf(type)!;
        object Read(string property) => skeleton.GetProperty(property)!.GetValue(check)!;

        var series = (IReadOnlyList<DeclaredSeries>)Read("Series");
        var description = (CheckDescription)Read("Description") with { Series = series };
        var render = typeof(CheckHost).Assembly.GetType("Nagios.Plugin.HelpText")!.GetMethod("Render")!;
        var options = skeleton.GetGenericArguments()[0];
        var help = render.MakeGenericMethod(options).Invoke(null, [description, CheckHost.Version])!;
        var words = options.GetProperties().Select(property => property.GetCustomAttribute<ValueAttribute>())
            .FirstOrDefault(found => found is not null);
        return new CheckModel(
            name, description, series, OptionModel.Of(options), (string)help, words is null ? null : (words.MetaName, words.HelpText))
        {
            KeepsState = skeleton.GetGenericArguments()[3].Name != "NoHistory",
        };
    }

    private static Type? SkeletonOf(Type type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.IsGenericType && ancestor.GetGenericTypeDefinition() == typeof(Check<,,,>))
                return ancestor;
        }

        return null;
    }
}
