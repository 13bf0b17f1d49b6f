using System.Text;

namespace NagiosChecks.KernelModules.Tests;

/// <summary>
/// Our resolution against kmod's own: <c>modprobe --show-depends</c> resolves without loading, and must print just the steps
/// that <see cref="ModuleRequest"/> plans, in the same order, for the same modules and the same modprobe.d.
/// </summary>
public sealed class KmodOracleTests(DebianKernel kernel) : IClassFixture<DebianKernel>
{
    [Fact]
    public void Every_netfilter_module_resolves_as_kmod_says()
    {
        using var folder = new TemporaryFolder();
        folder.Write("conf/empty.conf", "");
        var names = Names()
            .Where(name => name.StartsWith("nf", StringComparison.Ordinal) || name.StartsWith("ip", StringComparison.Ordinal)
            || name.StartsWith('x')).ToList();
        Assert.True(names.Count > 200);
        AssertSame(folder, names);
    }

    [Fact]
    public void Every_module_with_soft_dependencies_resolves_as_kmod_says()
    {
        using var folder = new TemporaryFolder();
        folder.Write("conf/empty.conf", "");
        var config = Config(folder);
        AssertSame(folder, [.. config.Softdeps.Select(softdep => softdep.Pattern)]);
        Assert.True(config.Softdeps.Count > 30);
    }

    [Theory]
    [InlineData("install nf_conntrack /bin/false")]
    [InlineData("install nf-conntrack /bin/false")]
    [InlineData("install nf_* /bin/false")]
    [InlineData("install ext4 /bin/false")] // the module's own soft dependency makes kmod ignore the line
    [InlineData("softdep ext4 pre:\ninstall ext4 /bin/false")] // and this takes it away
    [InlineData("install nf_conntrack /bin/false\nsoftdep nf_conntrack pre: crc16")]
    [InlineData("install nf_conntrack /bin/false\nsoftdep nf_conntrack pre: no_such_module")]
    [InlineData("install nf_conntrack /bin/false\nsoftdep nf_conntrack post: crc16 nft_ct")]
    [InlineData("softdep nf_conntrack pre: nft_ct\nsoftdep nft_ct pre: nf_conntrack")] // a circle
    [InlineData("alias nf_conntrack off")]
    [InlineData("alias nf_conntrack off\nalias nf_conntrack crc16")]
    [InlineData("alias nf_conn* crc16")]
    [InlineData("alias nf-conn[a-t]rack crc16 trailing words")]
    [InlineData("alias nf_conntrack nf_conntrack")]
    [InlineData("alias ip_conntrack off")]
    [InlineData("alias a b\nalias nf_conntrack a")]
    [InlineData("blacklist nf_conntrack")]
    [InlineData("blacklist nf-conntrack")]
    [InlineData("# comment \\\ninstall nf_conntrack /bin/false")]
    [InlineData("install \\\n nf_conntrack \\\n /bin/false")]
    [InlineData("   install\tnf_conntrack\t /bin/false   ")]
    [InlineData("install nf_con\\ntrack /bin/false")]
    [InlineData("install nf_conntrack")]
    [InlineData("install nf_conntrack ")]
    [InlineData("INSTALL nf_conntrack /bin/false")]
    [InlineData("install nf_conntrack /bin/false\r\nblacklist nft_ct\r\n")]
    [InlineData("install nf_conntrack a\ninstall nf_conntrack b")]
    [InlineData("install ip_conntrack /bin/true")]
    [InlineData("remove ip_conntrack /bin/true")]
    [InlineData("install loop cmd\\")]
    [InlineData("include /etc/other\nconfig x\nnonsense\nalias one")]
    [InlineData("weakdep nf_conntrack crc16")]
    [InlineData("alias symbol:nf_ct_get_tuple off")]
    public void A_modprobe_d_line_means_what_it_means_to_kmod(string lines)
    {
        using var folder = new TemporaryFolder();
        folder.Write("conf/test.conf", lines);
        AssertSame(folder,
            ["nf_conntrack", "nft_ct", "ip_conntrack", "nf-conntrack", "ext4", "loop", "crc16", "unix", "net-pf-1",
            "symbol:nf_ct_iterate_cleanup_net", "nft-expr-ct", "crypto-crc32c", "a", "none"]);
    }

    [Fact]
    public void Earlier_directories_mask_namesakes_and_only_files_with_the_right_suffix_count()
    {
        using var folder = new TemporaryFolder();
        folder.Write("one/b.conf", "alias x1 crc16\n");
        folder.Write("two/b.conf", "alias x2 crc16\n");
        folder.Write("two/a.conf", "alias x3 crc16\ninstall crc16 from-a\n");
        folder.Write("three/a.conf", "alias x4 crc16\n");
        folder.Write("three/c.conf", "alias x5 crc16\ninstall crc16 from-c\n");
        folder.Write("three/c.alias", "alias x6 crc16\n");
        folder.Write("three/.d.conf", "alias x7 crc16\n");
        folder.Write("three/conf", "alias x8 crc16\n");
        folder.Write("three/e.conf.bak", "alias x9 crc16\n");
        folder.Write("three/f.conf", "alias x10 crc16\n");
        folder.Write("three/g.conf/inside.conf", "alias x11 crc16\n");
        folder.Write("two/h.conf", "");
        folder.Write("three/h.conf", "alias x12 crc16\n");
        folder.Link("two/i.conf", "/dev/null");
        folder.Write("three/i.conf", "alias x13 crc16\n");
        folder.Write("three/z.conf/x", "");
        folder.Write("three/x.conf", "alias x14 crc16\n");
        folder.Write("two/x.conf/x", ""); // a directory masks nothing
        AssertSame(folder, ["crc16", .. Enumerable.Range(1, 14).Select(number => $"x{number}")], "one", "two", "three");
    }

    // Seeds are fixed, so a failure names a configuration that anybody can make again.
    [Theory]
    [InlineData(1, 80)]
    [InlineData(2, 80)]
    [InlineData(3, 80)]
    [InlineData(4, 80)]
    public void Random_configurations_resolve_as_kmod_says(int seed, int rounds)
    {
        var random = new Random(seed);
        var names = Vocabulary();
        for (var round = 0; round < rounds; round++)
        {
            using var folder = new TemporaryFolder();
            foreach (var directory in (string[])["one", "two"])
            {
                for (var file = random.Next(3); file >= 0; file--)
                    folder.Write($"{directory}/{"abmz"[random.Next(4)]}.conf", RandomConfig(random, names));
            }

            AssertSame(folder, [.. Enumerable.Range(0, 6).Select(_ => names[random.Next(names.Length)])], "one", "two");
        }
    }

    private static string[] Vocabulary() =>
        ["nf_conntrack", "nft_ct", "nf-nat", "ip_tables", "iptable_filter", "x_tables", "ext4", "jbd2", "crc16", "libcrc32c",
            "crypto-crc32c", "btrfs", "unix", "ip_conntrack", "nft-expr-ct", "off", "foo", "foo-bar", "net-pf-1", "xt_conntrack"];

    private static string RandomConfig(Random random, string[] names)
    {
        string Name() => random.Next(6) switch
        {
            0 => names[random.Next(names.Length)].Replace('_', '-'),
            1 => names[random.Next(names.Length)] is var name && random.Next(2) == 0 ? name[..^2] + "*"
                : string.Concat("?", name.AsSpan(1)),
            2 when random.Next(3) == 0 => $"[{"!^"[random.Next(2)]}a-m]*",
            _ => names[random.Next(names.Length)],
        };
        var text = new StringBuilder();
        for (var line = random.Next(6); line >= 0; line--)
        {
            text.Append(random.Next(8) switch
            {
                0 => $"alias {Name()} {names[random.Next(names.Length)]}",
                1 => $"alias {Name()} off",
                2 => $"blacklist {names[random.Next(names.Length)]}",
                3 or 4 => $"install {Name()} {(random.Next(2) == 0 ? "/bin/false" : "/bin/true  --x")}",
                5 => $"softdep {Name()} pre: {names[random.Next(names.Length)]} {names[random.Next(names.Length)]}",
                6 => $"softdep {Name()} {(random.Next(2) == 0 ? "pre: " + names[random.Next(names.Length)] : "")} post: "
                    + $"{names[random.Next(names.Length)]}",
                _ => random.Next(4) switch { 0 => "# comment \\", 1 => "remove foo x", 2 => "garbage \\", _ => "" },
            });
            text.Append(random.Next(12) == 0 ? "\\\n" : "\n");
        }

        return text.ToString();
    }

    private List<string> Names() =>
        [.. File.ReadLines(Path.Combine(kernel.Folder, "lib/modules", kernel.Version, "modules.dep"))
        .Select(line => ModuleName.OfFile(line.AsSpan(0, line.IndexOf(':', StringComparison.Ordinal))))];

    private ModprobeConfig Config(TemporaryFolder folder, params string[] directories)
    {
        var paths = directories.Length == 0 ? ["conf"] : directories;
        List<HiddenConfig> hidden = [];
        var config = new ModprobeConfig();
        var chosen = ConfigFiles.Read(
            new Linux.Host.HostFiles(folder.Path), paths.Select(path => "/" + path), ConfigFiles.ConfAndAlias, true, hidden);
        ConfigFiles.InsertByName(chosen, new ConfigFile("/lib/modules/modules.softdep", kernel.Read("modules.softdep")));
        Assert.Empty(hidden);
        foreach (var file in chosen)
            config.Add(file.Path, file.Text);
        return config;
    }

    // One shell for all requests of a configuration: starting it costs more than modprobe itself.
    private void AssertSame(TemporaryFolder folder, List<string> requests, params string[] directories)
    {
        var config = Config(folder, directories);
        var paths = string.Concat(
            (directories.Length == 0 ? ["conf"] : directories).Select(directory => $" -C '{folder.Path}/{directory}'"));
        var script = $"unset MODPROBE_OPTIONS; for request in \"$@\"; do echo \"@\"; /usr/sbin/modprobe --dirname '{kernel.Folder}' "
            + $"--set-version {kernel.Version}{paths} --show-depends \"$request\" 2>&1; done";
        var sections = ProcessRun.Of("/bin/sh", ["-c", script, "sh", .. requests]).Output.Split("@\n")[1..];
        Assert.Equal(requests.Count, sections.Length);
        foreach (var (request, section) in requests.Zip(sections))
        {
            var expected = section.Split('\n').Select(line => line.TrimEnd())
                .Where(line => line.Split(' ')[0] is "insmod" or "install" or "builtin");
            var ours = Ours(config, request, Path.Combine(kernel.Folder, "lib/modules", kernel.Version), out var found);
            Assert.True(found == !section.Contains("not found in directory", StringComparison.Ordinal),
                $"{request}: kmod says\n{section}we {(found ? "find it" : "do not find it")}; {Show(folder)}");
            Assert.True(expected.SequenceEqual(ours), $"{request}\nkmod:\n{section}\nours:\n{string.Join('\n', ours)}\n{Show(folder)}");
        }
    }

    // As print_action() in kmod's tools/modprobe.c, without module options.
    private List<string> Ours(ModprobeConfig config, string request, string directory, out bool found)
    {
        var resolver = new ModuleRequest(config, kernel.Tree);
        var modules = resolver.Find(request);
        found = modules.Count > 0;
        List<string> lines = [];
        foreach (var module in modules.Where(module => module.Alias is null || !config.Blacklist.ContainsKey(module.Name)))
        {
            foreach (var step in resolver.Plan(module))
            {
                if (step.Command is { } command)
                    lines.Add($"install {command.Command}".TrimEnd());
                else if (kernel.Tree.Find(step.Module) is { } file)
                    lines.Add($"insmod {directory}/{file.File}");
                else if (kernel.Tree.IsBuiltin(step.Module))
                    lines.Add($"builtin {step.Module}");
            }
        }

        return lines;
    }

    private static string Show(TemporaryFolder folder) =>
        string.Join('\n', Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => $"--- {path[folder.Path.Length..]}\n{File.ReadAllText(path)}"));
}
