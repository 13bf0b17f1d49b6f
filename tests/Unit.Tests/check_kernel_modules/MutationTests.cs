using System.Text;

namespace NagiosChecks.KernelModules.Tests;

/// <summary>Seeded damage to every kind of input: whatever comes, parsers end, and refuse only in the one way on purpose.</summary>
public sealed class MutationTests
{
    private const int CasesEach = 6000;

    [Fact]
    public void Damaged_proc_modules_is_read_or_refused() =>
        Mutate(Fixture("proc/modules"), text => _ = LoadedModules.Parse(text));

    [Fact]
    public void Damaged_command_lines_are_read() =>
        Mutate("quiet modprobe.blacklist=a,b \"x.y=z w\" module_blacklist=c modules_load=d -- e=f", text =>
            _ = KernelCommandLine.Parse(text).KernelRefuses("c"));

    [Fact]
    public void Damaged_modprobe_d_files_are_read() =>
        Mutate("# c \\\nalias nf-[a-c]* off\nblacklist x\ninstall y /bin/false || /bin/true\nsoftdep z pre: a b post: c\nremove q "
            + "r\noptions a b=c\n", text =>
        {
            var config = new ModprobeConfig();
            config.Add("/etc/modprobe.d/x.conf", text);
            _ = config.InstallOf("y");
            _ = config.SoftdepOf("z");
            foreach (var install in config.Installs)
                _ = InstallCommand.Judge(install.Command, []);
        });

    [Fact]
    public void Damaged_module_tables_are_read()
    {
        var aliases = string.Join('\n', Fixture($"{CapturedHost.Modules}/modules.alias").Split('\n').Take(12))
            + "\nalias nf_conntrack-2 loop\n";
        var dependencies = string.Join('\n', Fixture($"{CapturedHost.Modules}/modules.dep").Split('\n').Take(6));
        Mutate(dependencies + "\u0002" + aliases + "\u0002kernel/a.ko\n\u0002a.alias=b\0c.alias=d\0", text =>
        {
            var parts = text.Split('\u0002');
            var tree = new ModuleTree(
                parts[0], parts.ElementAtOrDefault(1) ?? "", parts.ElementAtOrDefault(2) ?? "", parts.ElementAtOrDefault(3) ?? "", () =>
                parts[0]);
            _ = tree.ByAlias("pci:v1d2");
            _ = tree.BuiltinByAlias("b");
            _ = tree.BySymbol("symbol:x");
            foreach (var name in tree.Names)
            {
                _ = tree.Find(name)!.Needs;
                _ = tree.Dependants(name);
            }

            _ = tree.AliasesOf(tree.Names.ToHashSet()).Count();
        });
    }

    [Fact]
    public void Damaged_boot_files_are_read() =>
        Mutate("# a\nloop\n;x\n  nf_conntrack hashsize=1\n", text => _ = BootModules.Parse("/etc/modules", text));

    [Fact]
    public void Any_configuration_gets_a_verdict()
    {
        var random = new Random(11);
        var dependencies = Fixture($"{CapturedHost.Modules}/modules.dep");
        var tree = new ModuleTree(
            dependencies, Fixture($"{CapturedHost.Modules}/modules.alias"), Fixture($"{CapturedHost.Modules}/modules.builtin"), "");
        const string lines =
            "alias nf_nat off\ninstall nf_conntrack /bin/false\nsoftdep x_tables pre: loop post: ext4\nblacklist ip_tables\nalias ip_* "
            + "nf_nat\ninstall nft_* /bin/true\nsoftdep nf_* pre: crc16\n";
        for (var round = 0; round < 700; round++)
        {
            var config = new ModprobeConfig();
            config.Add("/etc/modprobe.d/x.conf", Damage(lines, random));
            var judge = new ModuleJudge(
                new KernelModulesMeasurement
                {
                    Tree = tree,
                    Config = config,
                    Written = config,
                    TreePath = "/lib/modules/x",
                    CommandLine = KernelCommandLine.Parse(round % 3 == 0 ? "module_blacklist=x_tables" : ""),
                },
                []);
            foreach (var name in (string[])["nf_conntrack", "nf_nat", "x_tables", "ip_tables", "nft_ct", "ip_conntrack", "foo"])
                Assert.NotEmpty(judge.Judge(name).Reason);
        }
    }

    private static string Fixture(string name) => File.ReadAllText(Repository.Fixture("check_kernel_modules", "debian-12", name));

    private static void Mutate(string original, Action<string> read)
    {
        var random = new Random(20120713);
        for (var round = 0; round < CasesEach; round++)
        {
            var text = Damage(original, random);
            try
            {
                read(text);
            }
            catch (Nagios.Plugin.CheckException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
            catch (Exception bug)
            {
                Assert.Fail($"round {round}: {bug}\n{text}");
            }
        }
    }

    private static string Damage(string original, Random random)
    {
        const string odd = "\0\n\\ \t:=,\"#*[]-_.a9\uFFFD\r|";
        var text = new StringBuilder(original);
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(5))
            {
                case 0:
                    text.Insert(at, odd[random.Next(odd.Length)]);
                    break;
                case 1 when text.Length > 0:
                    text.Remove(Math.Min(at, text.Length - 1), 1);
                    break;
                case 2 when text.Length > 0:
                    text[Math.Min(at, text.Length - 1)] = odd[random.Next(odd.Length)];
                    break;
                case 3:
                    text.Length = at;
                    break;
                default:
                    text.Insert(at, text.ToString(Math.Max(0, at - 20), at - Math.Max(0, at - 20)));
                    break;
            }
        }

        return text.ToString();
    }
}
