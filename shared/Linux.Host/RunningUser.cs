namespace Linux.Host;

/// <summary>The user that this process acts for.</summary>
public static class RunningUser
{
    /// <summary>The effective user id, geteuid(2); 0 is root.</summary>
    public static uint Id => NativeMethods.EffectiveUser();
}
