using System.Diagnostics;

namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>
/// Programs of npm's that nobody here wrote. NODE_PEERS names the folder in which they and a Node 22 are installed, as .ci/run does.
/// </summary>
internal static class NodePeers
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("NODE_PEERS");

    public static void SkipWhereMissing() =>
        Assert.SkipWhen(Folder is null, "NODE_PEERS is not set: .ci/run installs the programs of npm's and sets it.");

    /// <summary>Starts a program of <c>node_modules/.bin</c>, all of its streams redirected.</summary>
    public static Process Start(string program, params string[] arguments) => Start(program, new Dictionary<string, string>(), arguments);

    /// <param name="environment">Added to this process's own.</param>
    public static Process Start(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var programs = Path.Combine(Folder!, "node_modules", ".bin");
        var start = new ProcessStartInfo(Path.Combine(programs, program), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Starts a script of this folder, whose first argument is where it finds the packages.</summary>
    public static Process StartScript(string script, params string[] arguments) => StartScript(script, new Dictionary<string, string>(), arguments);

    public static Process StartScript(string script, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Start("node", environment, [Path.Combine(AppContext.BaseDirectory, "Peers", script), Folder!, .. arguments]);
}
