using System.Net;
using System.Net.Sockets;

namespace Testing;

/// <summary>What the machine must have for a test; where it truly has not, the test is skipped with the reason.</summary>
public static class Requirements
{
    /// <summary>Skips unless the tests run as root.</summary>
    public static void Root() => Assert.SkipUnless(Environment.UserName == "root", "needs root");

    /// <summary>Skips unless a program of a Debian package is there (`dotnet cake --target=Packages` installs it when root).</summary>
    public static string Program(string package, string path)
    {
        Assert.SkipUnless(File.Exists(path), $"needs {path} of the Debian package {package}");
        return path;
    }

    /// <summary>A TCP port on 127.0.0.1 that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks again and again until the answer is yes; fails with what was awaited when the time is over.</summary>
    public static void Until(Func<bool> condition, TimeSpan patience, string awaited)
    {
        var deadline = DateTime.UtcNow + patience;
        while (!condition())
        {
            if (DateTime.UtcNow > deadline)
                Assert.Fail($"not within {patience.TotalSeconds} s: {awaited}");
            Thread.Sleep(50);
        }
    }
}
