namespace Docs.Tests;

/// <summary>
/// An Icinga with all of docs/icinga and two services of every command: one with its defaults, one with every option's variable
/// set. Variables are named check without "check_", then the option: vars.conntrack_time_to_full_warning.
/// </summary>
public sealed class IcingaWithDefinitions : IDisposable
{
    private readonly Lazy<IcingaEngine> _engine;

    public IcingaWithDefinitions() => _engine = new Lazy<IcingaEngine>(() => IcingaEngine.Start(Definitions() + Services(), Plugins.Path));

    internal PluginFolder Plugins { get; } = new();

    internal IcingaEngine Engine => _engine.Value;

    /// <summary>All commands of docs/icinga, as an administrator includes them; the services are walked by DeploymentBookTests.</summary>
    internal static string Definitions() =>
        string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs", "icinga"), "*.conf")
            .Where(file => !Path.GetFileName(file).StartsWith("services-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .Select(file => File.ReadAllText(file) + "\n"));

    /// <summary>The options that a command definition must offer. Not help and version; and an engine needs the text output.</summary>
    internal static IReadOnlyList<HelpOption> Offered(string name) =>
        [.. HelpOption.Of(name).Where(option => option.Long is not ("--help" or "--version" or "--output" or "--json"))];

    /// <summary>The variable of an option.</summary>
    internal static string Variable(string name, HelpOption option) =>
        $"{(name.StartsWith("check_", StringComparison.Ordinal) ? name[6..] : name)}_{option.Long[2..].Replace('-', '_')}";

    /// <summary>A value that no other option has.</summary>
    internal static string Value(HelpOption option) => $"value-of{option.Long}";

    public void Dispose()
    {
        if (_engine.IsValueCreated)
            _engine.Value.Dispose();
        Plugins.Dispose();
    }

    private static string Services() => "object Host \"host\" { import \"engine-host\" }\n"
        + string.Concat(Repository.Executables.Where(IsDefined).Select(name => $$"""
        object Service "{{name}}" { import "engine-service"; host_name = "host"; check_command = "{{name}}" }
        object Service "{{name}}-all" {
          import "engine-service"
          host_name = "host"
          check_command = "{{name}}"
        {{string.Concat(Offered(name).Select(option => $"  vars.{Variable(name, option)} = {(option.TakesValue ? $"\"{Value(option)}\"" : "true")}\n"))}}
        }

        """));

    private static bool IsDefined(string name) => File.Exists(Path.Combine(Repository.Root, "docs", "icinga", name + ".conf"));
}

/// <summary>docs/icinga works as it stands in a real Icinga 2.</summary>
public sealed class IcingaDefinitionTests(IcingaWithDefinitions icinga) : IClassFixture<IcingaWithDefinitions>
{
    public static TheoryData<string> Executables => new(Repository.Executables);

    [Fact]
    public void Icinga_accepts_all_definitions_together()
    {
        var run = IcingaEngine.Verify(IcingaWithDefinitions.Definitions());
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.DoesNotContain("warning/", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void The_command_runs_with_its_defaults(string name) =>
        CheckForm.Assert(name, Defined(name).FirstResult("host", name));

    [Theory]
    [MemberData(nameof(Executables))]
    public void The_command_passes_every_option_that_the_help_lists(string name)
    {
        var service = Defined(name)
            .Await("host", $"{name}-all", attributes => attributes["last_check_result"] is not null, $"a check of {name} with all options");
        var line = service["last_check_result"]!["command"]!.AsArray().Select(word => word!.GetValue<string>()).ToList();
        foreach (var option in IcingaWithDefinitions.Offered(name))
        {
            var variable = IcingaWithDefinitions.Variable(name, option);
            // Icinga passes -v, -vv and -vvv by different ways of writing; any of them will do.
            var at = line.FindIndex(
                word => word == option.Long || word == option.Short
                || (option.Long == "--verbose" && word.StartsWith("-v", StringComparison.Ordinal)));
            Assert.True(at > 0, $"docs/icinga/{name}.conf does not pass {option.Long} from vars.{variable}: {string.Join(' ', line)}");
            if (option.TakesValue)
                Assert.True(at + 1 < line.Count && line[at + 1] == IcingaWithDefinitions.Value(option),
                    $"docs/icinga/{name}.conf does not pass vars.{variable} after {line[at]}: {string.Join(' ', line)}");
        }
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void The_command_has_no_option_that_there_is_not(string name)
    {
        var arguments = Defined(name).Console($"get_object(CheckCommand, \"{name}\").arguments")!.AsObject()
            .Select(argument => argument.Key);
        var known = HelpOption.Of(name).SelectMany(option => new[] { option.Short, option.Long }).ToHashSet();
        foreach (var argument in arguments.Where(argument => !argument.StartsWith("-v", StringComparison.Ordinal)))
            Assert.True(known.Contains(argument), $"docs/icinga/{name}.conf has {argument}, which {name} does not know");
    }

    private IcingaEngine Defined(string name)
    {
        Assert.True(File.Exists(Path.Combine(Repository.Root, "docs", "icinga", name + ".conf")), $"docs/icinga/{name}.conf is missing");
        return icinga.Engine;
    }
}
