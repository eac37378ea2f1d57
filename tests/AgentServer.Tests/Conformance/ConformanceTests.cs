using System.Diagnostics;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests.Conformance;

/// <summary>
/// The scenarios of the MCP conformance suite that need no fixture tools. MCP_CONFORMANCE names the folder with the suite's
/// <c>conformance</c> and a Node 22; .ci/run installs both.
/// </summary>
public sealed class ConformanceTests
{
    private static readonly string? Suite = Environment.GetEnvironmentVariable("MCP_CONFORMANCE");

    [Theory]
    [InlineData("server-stateless")]
    [InlineData("tools-list")]
    [InlineData("caching")]
    [InlineData("dns-rebinding-protection")]
    [InlineData("http-header-validation")]
    [InlineData("sep-2164-resource-not-found")]
    [InlineData("server-sse-multiple-streams")]
    public async Task Scenario_passes(string scenario)
    {
        Assert.SkipWhen(Suite is null, "MCP_CONFORMANCE is not set: .ci/run installs the suite and sets it.");
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var product = await SandboxProduct.StartAsync(new SandboxProductOptions(), cancellationToken);
        var tokens = await SignIn.AsAdaAsync(product, "calendar:read mail:read mail:send", cancellationToken);
        await using var proxy = await AuthenticatingProxy.StartAsync(product.McpUrl, tokens.AccessToken, cancellationToken);

        var (exitCode, output) = await RunAsync(scenario, new Uri(proxy.Url, "mcp"), cancellationToken);

        Assert.True(exitCode == 0, output);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string scenario, Uri url, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            Path.Combine(Suite!, "conformance"), ["server", "--url", url.ToString(), "--scenario", scenario, "--spec-version", "2026-07-28"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Suite}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
