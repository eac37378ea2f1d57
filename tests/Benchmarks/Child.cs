using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TokenVaultAgent.Benchmarks;

/// <summary>A server in a process of its own, killed with its parent's measurement.</summary>
internal sealed class Child : IDisposable
{
    public const string AgentServer = "serve-agent";
    public const string Baseline = "serve-baseline";
    public const string Providers = "serve-providers";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Child(Process process) => Process = process;

    public Process Process { get; }

    /// <summary>Starts this program again with <paramref name="arguments"/>.</summary>
    public static Child Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment) => Start(Environment.ProcessPath!, arguments, environment);

    public static Child Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false };
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["Logging__LogLevel__Default"] = "None";
        foreach (var (key, value) in environment)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new Child(Process.Start(start)!);
    }

    /// <summary>Repeats <paramref name="attempt"/> until there is something that takes connections.</summary>
    /// <exception cref="HttpRequestException">The process has ended, or takes none for 30 s.</exception>
    public async Task WhenUpAsync(Func<Task> attempt)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await attempt();
                return;
            }
            catch (HttpRequestException) when (!Process.HasExited && Stopwatch.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(2));
            }
        }
    }

    public static Uri FreeUrl()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
    }

    public void Dispose()
    {
        if (!Process.HasExited)
            Process.Kill(entireProcessTree: true);
        Process.Dispose();
    }
}
