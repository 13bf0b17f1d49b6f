namespace NagiosChecks.KernelModules.Tests;

/// <summary>
/// The verdicts against kmod's own, on the real kernel's modules: what the check calls blocked, kmod would not load by name, and
/// the lines that the check offers make it so.
/// </summary>
public sealed class KmodVerdictTests(DebianKernel kernel) : IClassFixture<DebianKernel>
{
    private static readonly string[] Modules =
        ["nf_conntrack", "nf_nat", "nf_tables", "nft_ct", "nft_chain_nat", "x_tables", "ip_tables", "iptable_nat", "ext4", "jbd2",
        "libcrc32c", "btrfs", "loop", "usb_storage"];

    public static TheoryData<string> Configurations => new(
        "",
        "blacklist nf_conntrack\nblacklist ip_tables",
        "alias nf_conntrack off\nalias ext4 off\nalias loop off",
        "install x_tables /bin/true\ninstall nf_tables /sbin/modprobe --ignore-install nf_tables",
        "install ext4 /bin/false\ninstall jbd2 /bin/false\ninstall libcrc32c /bin/false",
        "softdep loop pre: nf_conntrack\ninstall loop /bin/false\nsoftdep nf_* post: crc16",
        "alias nf_* off\ninstall ip* /bin/false");

    [Theory]
    [MemberData(nameof(Configurations))]
    public void What_is_called_blocked_is_not_loaded_by_name(string config)
    {
        using var folder = new TemporaryFolder();
        folder.Write("conf/test.conf", config);
        var judge = Judge(folder);
        foreach (var module in Modules)
        {
            if (judge.Judge(module).State == ModuleState.Blocked)
                Assert.False(KmodInserts(folder, module), $"{module} is called blocked and kmod loads it with\n{config}");
            else if (KmodInserts(folder, module))
                Assert.Equal(ModuleState.Loadable, judge.Judge(module).State);
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void The_lines_that_are_offered_block(string config)
    {
        using var folder = new TemporaryFolder();
        folder.Write("conf/test.conf", config);
        foreach (var module in Modules)
        {
            var before = Judge(folder).Judge(module);
            if (before.State != ModuleState.Loadable)
                continue;
            var file = folder.Write("conf/00-keep-out.conf", string.Join('\n', before.Fix) + "\n");

            Assert.Equal(ModuleState.Blocked, Judge(folder).Judge(module).State);
            Assert.False(KmodInserts(folder, module), $"kmod loads {module} in spite of\n{File.ReadAllText(file)}with\n{config}");
            foreach (var dependant in kernel.Tree.Dependants(module).Take(3))
                Assert.False(KmodInserts(folder, dependant, module),
                    $"kmod loads {module} for {dependant} in spite of\n{File.ReadAllText(file)}with\n{config}");
            File.Delete(file);
        }
    }

    // kmod itself on a command line of our own, which only a mount over /proc/cmdline can give it.
    [Theory]
    [InlineData("modprobe.blacklist=crc16", "crc16")]
    [InlineData("quiet modprobe.blacklist=a,crc16,b", "crc16")]
    [InlineData("modprobe.blacklist=\"crc16\"", "crc16")]
    [InlineData("\"modprobe.blacklist=crc16\"", "crc16")]
    [InlineData("x=\"y modprobe.blacklist=crc16\"", "crc16")]
    [InlineData("-- modprobe.blacklist=crc16", "crc16")]
    [InlineData("modprobe.blacklist=nf-nat", "nf_nat")]
    [InlineData("modprobe.blacklist=nf_nat", "nf_nat")]
    [InlineData("modprobe.blacklist=a modprobe.blacklist=crc16", "crc16")]
    public void A_blacklist_on_the_kernel_command_line_is_read_as_kmod_reads_it(string commandLine, string module)
    {
        Requirements.Root();
        using var folder = new TemporaryFolder();
        var file = folder.Write("cmdline", commandLine + "\n");
        folder.Write("conf/empty.conf", "");
        var command = $"mount --bind '{file}' /proc/cmdline && exec /usr/sbin/modprobe --use-blacklist --dirname '{kernel.Folder}' "
            + $"--set-version {kernel.Version} -C '{folder.Path}/conf' --show-depends {module}";
        var run = ProcessRun.Of("/usr/bin/unshare", ["--mount", "/bin/sh", "-c", command]);
        Assert.SkipWhen(
            run.Error.Contains("unshare", StringComparison.Ordinal) || run.Error.Contains("mount:", StringComparison.Ordinal),
            $"needs a mount namespace: {run.Error}");

        var config = new ModprobeConfig();
        config.AddBlacklist(KernelCommandLine.Parse(commandLine).ModprobeBlacklist, new SourceLine(KernelCommandLine.Path, 0, ""));

        Assert.Equal(run.Output.Contains($"/{module.Replace('_', '-')}.ko", StringComparison.Ordinal)
            || run.Output.Contains($"/{module}.ko", StringComparison.Ordinal), !config.Blacklist.ContainsKey(module));
    }

    private ModuleJudge Judge(TemporaryFolder folder)
    {
        var chosen = ConfigFiles.Read(new Linux.Host.HostFiles(folder.Path), ["/conf"], ConfigFiles.ConfAndAlias, true, []);
        ConfigFiles.InsertByName(
            chosen, new ConfigFile(
            "/lib/modules/modules.softdep",
            File.ReadAllText(Path.Combine(kernel.Folder, "lib/modules", kernel.Version, "modules.softdep"))));
        var config = new ModprobeConfig();
        foreach (var file in chosen)
            config.Add(file.Path, file.Text);
        return new ModuleJudge(
            new KernelModulesMeasurement { Tree = kernel.Tree, Config = config, Written = config, TreePath = "/lib/modules/"
                + kernel.Version }, []);
    }

    // What kmod would insert for a request, until an install line that fails ends it: --show-depends prints on behind it.
    private bool KmodInserts(TemporaryFolder folder, string request, string? module = null)
    {
        var run = ProcessRun.Of(
            "/usr/sbin/modprobe",
            ["--dirname", kernel.Folder, "--set-version", kernel.Version, "-C", Path.Combine(folder.Path, "conf"), "--show-depends",
            request]);
        var file = kernel.Tree.Find(module ?? request)!.File;
        return run.Output.Split('\n')
            .TakeWhile(line => !line.StartsWith("install /bin/false", StringComparison.Ordinal)
            && !line.StartsWith("install /bin/true", StringComparison.Ordinal))
            .Any(line => line.TrimEnd().EndsWith("/" + file, StringComparison.Ordinal));
    }
}
