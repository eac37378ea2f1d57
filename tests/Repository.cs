namespace TokenVaultAgent.Tests;

/// <summary>Where the project's own files are, for tests of what it publishes in them.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TokenVaultAgent.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
