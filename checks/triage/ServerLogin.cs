namespace NagiosChecks.Triage;

/// <summary>How the checks that log in to a server do so: the words for their command line, and the password, which goes through the
/// environment since every user of the host can read a command line.</summary>
/// <param name="Arguments">Options of the checks, each with its value.</param>
/// <param name="Password">For MYSQL_PWD; null leaves that variable as it is.</param>
internal sealed record ServerLogin(IReadOnlyList<string> Arguments, string? Password)
{
    /// <summary>No login was given.</summary>
    public static ServerLogin None { get; } = new([], null);

    /// <summary>What the options say.</summary>
    public static ServerLogin Of(TriageOptions options)
    {
        var arguments = new List<string>();
        void Add(string name, string? value)
        {
            if (value is not null)
                arguments.Add($"--{name}={value}");
        }

        // mysql reads --defaults-file and its kind only in front.
        Add("defaults-file", options.DefaultsFile);
        Add("defaults-extra-file", options.DefaultsExtraFile);
        Add("defaults-group", options.DefaultsGroup);
        Add("host", options.Host);
        Add("port", options.Port);
        Add("socket", options.Socket);
        Add("user", options.User);
        Add("ssl-mode", options.SslMode);
        Add("ssl-ca", options.SslCa);
        Add("ssl-cert", options.SslCert);
        Add("ssl-key", options.SslKey);
        return new ServerLogin(arguments, options.Password);
    }

    /// <summary>The part that a check takes. The checks that log in to no server would refuse these options.</summary>
    public ServerLogin For(string check) => SuiteChecks.WithLogin.Contains(check) ? this : None;
}
