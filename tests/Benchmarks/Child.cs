using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TokenVaultAgent.Benchmarks;

/// <summary>A server in a process of its own, killed with its parent's measurement.</summary>
internal sealed class Child : IDisposable
{
    public const string AgentServer = "serve-agent";
    public const string Baseline = "serve-baseline";
    public const string Google = "serve-google";

    private Child(Process process) => Process = process;

    public Process Process { get; }

    /// <summary>Starts this program again with <paramref name="arguments"/> and waits until <paramref name="url"/> accepts connections.</summary>
    public static async Task<Child> StartAsync(
        Uri url, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { UseShellExecute = false };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        foreach (var (key, value) in environment)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var child = new Child(Process.Start(start)!);
        for (var attempt = 0; ; attempt++)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(url.Host, url.Port, cancellationToken);
                return child;
            }
            catch (SocketException) when (attempt < 200 && !child.Process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
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
