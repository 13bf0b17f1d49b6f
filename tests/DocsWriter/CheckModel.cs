using System.Reflection;
using Nagios.Plugin;

namespace DocsWriter;

/// <summary>What the code of a check says about itself: its description, its options and its declared perfdata.</summary>
/// <param name="Name">The executable's name.</param>
/// <param name="Description">Question, purpose, states and examples.</param>
/// <param name="Series">The declared perfdata, in the order in which it is printed.</param>
/// <param name="Options">The options that are shown, in the order of the help.</param>
/// <param name="Help">What <c>--help</c> prints.</param>
internal sealed record CheckModel(
    string Name, CheckDescription Description, IReadOnlyList<DeclaredSeries> Series, IReadOnlyList<OptionModel> Options, string Help)
{
    /// <summary>The checks of the suite, which are the directories below checks/, in the order of their names.</summary>
    public static IReadOnlyList<CheckModel> All { get; } = [.. Repository.Executables.Select(Of)];

    private static CheckModel Of(string name)
    {
        var assembly = Assembly.Load(name);
        if (Array.Find(assembly.GetTypes(), candidate => !candidate.IsAbstract && SkeletonOf(candidate) is not null) is not { } type)
            return OfOldForm(name, assembly);
        var check = Activator.CreateInstance(type, nonPublic: true)!;
        var skeleton = SkeletonOf(type)!;
        object Read(string property) => skeleton.GetProperty(property)!.GetValue(check)!;

        var description = (CheckDescription)Read("Description");
        var render = typeof(CheckHost).Assembly.GetType("Nagios.Plugin.HelpText")!.GetMethod("Render")!;
        var options = skeleton.GetGenericArguments()[0];
        var help = render.MakeGenericMethod(options).Invoke(null, [description, CheckHost.Version])!;
        return new CheckModel(name, description, (IReadOnlyList<DeclaredSeries>)Read("Series"), OptionModel.Of(options), (string)help);
    }

    // Until every check has moved to Check<...>.
    private static CheckModel OfOldForm(string name, Assembly assembly)
    {
        const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var description = assembly.GetTypes()
            .SelectMany(type => type.GetProperties(Any)
                .Select(property => property.PropertyType == typeof(CheckDescription) ? property.GetValue(null) : null)
                .Concat(type.GetFields(Any).Select(field => field.FieldType == typeof(CheckDescription) ? field.GetValue(null) : null)))
            .OfType<CheckDescription>().First();
        var options = Array.Find(assembly.GetTypes(), type => type.IsSubclassOf(typeof(CommonOptions)))!;
        var render = typeof(CheckHost).Assembly.GetType("Nagios.Plugin.HelpText")!.GetMethod("Render")!;
        var help = render.MakeGenericMethod(options).Invoke(null, [description, CheckHost.Version])!;
        return new CheckModel(name, description, [], OptionModel.Of(options), (string)help);
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
