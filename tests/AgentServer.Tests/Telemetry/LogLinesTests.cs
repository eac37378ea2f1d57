using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using TokenVaultAgent.AgentServer.Telemetry;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests.Telemetry;

/// <summary>What a client says of itself neither makes a line of the log nor a long one.</summary>
public sealed class LogLinesTests
{
    private const string Forged = "\n2026-11-28T12:00:00.000Z warn: FORGED";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\u0085")]
    [InlineData("\u2028")]
    [InlineData("\u001b[2K")]
    [InlineData("\u202e")]
    [InlineData("\0")]
    public void An_entry_is_one_line_whatever_is_in_it(string character)
    {
        var line = Written($"client{character}name");

        Assert.DoesNotContain(character, line.TrimEnd(), StringComparison.Ordinal);
        Assert.StartsWith("2026-01-01T00:00:00.000Z warn Category[7] client\\u", line, StringComparison.Ordinal);
        Assert.Single(line.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_long_entry_is_cut_and_says_so()
    {
        var line = Written(new string('x', 1_000_000));

        Assert.InRange(line.Length, 2000, 2200);
        Assert.Contains("… (1000000 characters)", line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ordinary_entry_is_as_it_was() =>
        Assert.Equal("2026-01-01T00:00:00.000Z warn Category[7] Café 🍵: all well\n", Written("Café 🍵: all well").ReplaceLineEndings("\n"));

    [Fact]
    public void The_lines_of_an_exception_stand_behind_a_bar()
    {
        var lines = Written("It failed", new InvalidOperationException("quoted" + Forged)).ReplaceLineEndings("\n").TrimEnd().Split('\n');

        Assert.Equal(3, lines.Length);
        Assert.All(lines.Skip(1), line => Assert.StartsWith("  | ", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LogLevel.Information)]
    [InlineData(LogLevel.Trace)]
    public async Task What_a_client_calls_itself_is_not_logged_at_any_level(LogLevel level)
    {
        var log = new FakeLogCollector();
        await using var product = await SandboxProduct.StartAsync(
            new SandboxProductOptions
            {
                ConfigureAgentServer = builder => builder.Logging.AddProvider(new FakeLoggerProvider(log)).SetMinimumLevel(level),
            },
            Cancelled);
        var tokens = await SignIn.AsAdaAsync(product, "calendar:read", Cancelled);
        var name = "hush" + Forged.Replace("\n", "\\n", StringComparison.Ordinal);
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"" + name + "\",\"version\":\"1\"}}}";

        var answer = await RawMcp.SendAsync(RawMcp.Post(product.McpUrl, tokens.AccessToken, body));

        Assert.Equal(System.Net.HttpStatusCode.OK, answer.Status);
        Assert.DoesNotContain(log.GetSnapshot(), entry => entry.Message.Contains("hush", StringComparison.Ordinal));
    }

    private static string Written(string message, Exception? exception = null)
    {
        using var writer = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Warning, "Category", new EventId(7), message, exception, (state, _) => state);
        new LineFormatter(new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))).Write(entry, null, writer);
        return writer.ToString();
    }
}
