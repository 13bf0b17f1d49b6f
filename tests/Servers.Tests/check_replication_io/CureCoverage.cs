using System.Reflection;

namespace NagiosChecks.ReplicationIo.Tests;

/// <summary>When every test of <see cref="CureTests"/> has run: was every command that may be printed run by one of them?</summary>
public sealed class CureCoverage : IDisposable
{
    private int _begun;

    /// <summary>One more test begins.</summary>
    public void Begun() => Interlocked.Increment(ref _begun);

    /// <summary>Compares what was run with what may be printed.</summary>
    public void Dispose()
    {
        if (_begun < Cases)
            return;
        var missing = CommandShapes.Run.Except(Cures.ShapesRun).Order(StringComparer.Ordinal).ToList();
        Assert.True(missing.Count == 0, $"no test ran: {string.Join(" / ", missing)}");
    }

    private static int Cases => typeof(CureTests).GetMethods()
        .Sum(method => method.GetCustomAttributes<InlineDataAttribute>().Count() is var rows and > 0 ? rows
            : method.GetCustomAttribute<FactAttribute>() is null ? 0 : 1);
}
