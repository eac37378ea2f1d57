using System.Text.RegularExpressions;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests.Conformance;

/// <summary>
/// The scenarios of the MCP conformance suite that need no fixture tools; what does not apply within them is in not-applicable.yml.
/// .ci/run installs the suite.
/// </summary>
public sealed partial class ConformanceTests
{
    [Theory]
    [InlineData("2026-07-28", "server-stateless")]
    [InlineData("2026-07-28", "tools-list")]
    [InlineData("2026-07-28", "caching")]
    [InlineData("2026-07-28", "dns-rebinding-protection")]
    [InlineData("2026-07-28", "http-header-validation")]
    [InlineData("2026-07-28", "sep-2164-resource-not-found")]
    [InlineData("2026-07-28", "server-sse-multiple-streams")]
    [InlineData("2026-07-28", "input-required-result-unsupported-methods")]
    [InlineData("2026-07-28", "input-required-result-validate-input")]
    [InlineData("2025-11-25", "server-initialize")]
    [InlineData("2025-11-25", "server-session-lifecycle")]
    [InlineData("2025-11-25", "ping")]
    [InlineData("2025-11-25", "tools-list")]
    [InlineData("2025-11-25", "dns-rebinding-protection")]
    public async Task Scenario_passes(string revision, string scenario)
    {
        NodePeers.SkipWhereMissing();
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var proxy = await AuthenticatingProxy.ListenAsync(cancellationToken);
        await using var product = await SandboxProduct.StartAsync(
            new SandboxProductOptions
            {
                AgentServerSettings = new Dictionary<string, string?> { ["Mcp:AllowedOrigins:0"] = proxy.Url.GetLeftPart(UriPartial.Authority) },
            },
            cancellationToken);
        var tokens = await SignIn.AsAdaAsync(product, "calendar:read mail:read mail:send", cancellationToken);
        proxy.ForwardTo(product.McpUrl, tokens.AccessToken);

        var (exitCode, output) = await RunAsync(revision, scenario, new Uri(proxy.Url, "mcp"), cancellationToken);

        Assert.True(exitCode == 0, output);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string revision, string scenario, Uri url, CancellationToken cancellationToken)
    {
        var notApplicable = Path.Combine(AppContext.BaseDirectory, "Conformance", "not-applicable.yml");
        using var process = NodePeers.Start(
            "conformance", "server", "--url", url.ToString(), "--scenario", scenario, "--spec-version", revision, "--expected-failures", notApplicable);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, Colours().Replace(await output + await errors, ""));
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colours();
}
