using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests.Peers;

/// <summary>MCP clients of npm's that are programs, unmodified and told nothing but the endpoint's address: they register themselves.</summary>
public sealed partial class CommandLineClientTests(ProductForAnyClient running) : IClassFixture<ProductForAnyClient>, IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("token-vault-agent-client-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Dictionary<string, string> Environment => new()
    {
        ["HOME"] = _home,
        // The links that they would open in a browser, a person here opens.
        ["BROWSER"] = "/bin/true",
        ["MCP_AUTO_OPEN_ENABLED"] = "true",
        ["MCP_REMOTE_CONFIG_DIR"] = _home,
    };

    [Fact]
    public async Task Mcp_remote_logs_in_lists_and_calls()
    {
        NodePeers.SkipWhereMissing();
        using var process = NodePeers.Start("mcp-remote", Environment, running.Product.McpUrl.ToString(), $"{SandboxProduct.FreePort()}");
        var output = Lines(process);
        await process.StandardInput.WriteLineAsync(
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
        await LogInAsync(output, listens: "callback server running");
        await AnswerAsync(output, 1);
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/list"}""");
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"calendar_list_events","arguments":{}}}""");

        var tools = await AnswerAsync(output, 2);
        var events = await AnswerAsync(output, 3);
        process.Kill();

        Assert.Equal(8, tools.GetProperty("tools").GetArrayLength());
        Assert.NotEmpty(events.GetProperty("structuredContent").GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task The_Inspector_logs_in_and_calls()
    {
        NodePeers.SkipWhereMissing();
        using var process = NodePeers.Start(
            "mcp-inspector", Environment, "--cli", running.Product.McpUrl.ToString(), "--transport", "http", "--format", "json",
            "--callback-url", $"http://127.0.0.1:{SandboxProduct.FreePort()}/oauth/callback", "--method", "tools/call", "--tool-name", "calendar_list_events", "--tool-arg", "limit=3");
        var output = Lines(process);
        await LogInAsync(output);

        var result = JsonElement.Parse(await LineAsync(output, line => line.StartsWith("{\"", StringComparison.Ordinal)));
        await process.WaitForExitAsync(Cancelled);

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("\"events\":[{", result.GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>By its own rules for tools that are to work with any model.</summary>
    [Theory]
    [InlineData("legacy")]
    [InlineData("modern")]
    public async Task The_Inspector_finds_no_schema_that_is_not_portable(string era)
    {
        NodePeers.SkipWhereMissing();
        var token = (await SignIn.AsAdaAsync(running.Product, "calendar:read", Cancelled)).AccessToken;
        using var process = NodePeers.Start(
            "mcp-inspector", Environment, "--cli", running.Product.McpUrl.ToString(), "--transport", "http", "--header", $"Authorization: Bearer {token}",
            "--protocol-era", era, "--method", "tools/list", "--strict", "--format", "json");
        process.StandardInput.Close();

        var errors = process.StandardError.ReadToEndAsync(Cancelled);
        var list = await process.StandardOutput.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);

        Assert.True(process.ExitCode == 0, await errors);
        Assert.DoesNotContain("portab", await errors, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("calendar_list_events", list, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    /// <summary>Does what the client asks its user to: opens the link, logs in, and lets the browser go where it is sent.</summary>
    /// <param name="listens">What a client says that begins to listen after it has told the link.</param>
    private async Task LogInAsync(ChannelReader<string> output, string? listens = null)
    {
        var authorize = new Uri(AuthorizeLink().Match(await LineAsync(output, AuthorizeLink().IsMatch)).Value);
        if (listens is not null)
            await LineAsync(output, line => line.Contains(listens, StringComparison.Ordinal));
        using var ada = Person.From(running.Product.Sandbox.Tenant.FindUser("ada@acme.example")!, running.Product.Sandbox.Clock);
        var callback = new Uri(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(authorize.Query)["redirect_uri"]!);
        var answer = await ada.AuthorizeAsync(authorize, callback, Cancelled);
        using var browser = new HttpClient(new SocketsHttpHandler());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(answer, Cancelled)).StatusCode);
    }

    private static async Task<JsonElement> AnswerAsync(ChannelReader<string> output, int id) =>
        JsonElement.Parse(await LineAsync(output, line => line.StartsWith('{') && line.Contains($"\"id\":{id}", StringComparison.Ordinal))).GetProperty("result");

    /// <summary>The next line of that kind.</summary>
    private static async Task<string> LineAsync(ChannelReader<string> output, Predicate<string> isMeant)
    {
        var seen = new List<string>();
        await foreach (var line in output.ReadAllAsync(Cancelled))
        {
            seen.Add(line);
            if (isMeant(line))
                return line;
        }

        throw new InvalidOperationException($"It ended with:\n{string.Join('\n', seen.TakeLast(20))}");
    }

    /// <summary>What a program says on both of its streams.</summary>
    private static ChannelReader<string> Lines(Process process)
    {
        var lines = Channel.CreateUnbounded<string>();
        var reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        _ = reading.ContinueWith(_ => lines.Writer.Complete(), TaskScheduler.Default);
        return lines.Reader;

        async Task ReadAsync(StreamReader stream)
        {
            while (await stream.ReadLineAsync(Cancelled) is { } line)
                lines.Writer.TryWrite(line);
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/authorize\?\S+")]
    private static partial Regex AuthorizeLink();
}

/// <summary>The whole product with a tenant at which clients register themselves.</summary>
public sealed class ProductForAnyClient : IAsyncLifetime
{
    public SandboxProduct Product { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Product = await SandboxProduct.StartAsync(
        new SandboxProductOptions { Sandbox = new SandboxOptions { Tenant = settings => settings.ForAnyClient() } }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Product.DisposeAsync();
}
