using System.Diagnostics;
using System.Text.Json;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests.Peers;

/// <summary>The official TypeScript SDKs, which most MCP clients are built on, unmodified, from the endpoint's address to a sent mail.</summary>
public sealed class TypeScriptSdkTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("client-2")]
    [InlineData("client-2-newest")]
    public Task It_logs_in_reads_refreshes_steps_up_and_sends(string sdk) => CheckAsync(sdk, loginsToRead: 1);

    /// <summary>It asks for what the challenge names and nothing else: without <c>offline_access</c> a login is over with its access token.</summary>
    [Fact]
    public Task The_version_before_does_so_too_with_another_login_where_a_token_is_over() => CheckAsync("sdk-1", loginsToRead: 2);

    /// <summary>
    /// Where it has a refresh token, it answers a challenge for scopes with a refresh, which gets it none: it needs them from the first login on.
    /// </summary>
    [Fact]
    public Task With_every_scope_from_the_first_login_on_it_needs_that_login_only() =>
        CheckAsync("sdk-1", loginsToRead: 1, "calendar:read", "mail:read", "mail:send", "offline_access");

    private static async Task CheckAsync(string sdk, int loginsToRead, params string[] initialScopes)
    {
        NodePeers.SkipWhereMissing();
        var settings = initialScopes.Index().ToDictionary(s => $"Mcp:InitialScopes:{s.Index}", string? (s) => s.Item);
        await using var product = await SandboxProduct.StartAsync(new SandboxProductOptions { AgentServerSettings = settings }, Cancelled);
        var chat = product.Sandbox.Tenant.ChatClient;
        using var ada = Person.From(product.Sandbox.Tenant.FindUser("ada@acme.example")!, product.Sandbox.Clock);
        using var process = NodePeers.StartScript("typescript-sdks.cjs", sdk, product.McpUrl.ToString(), chat.ClientId, chat.Callbacks[0].ToString());

        var done = await PlayAsync(process, ada, chat.Callbacks[0]);

        Assert.Contains("calendar_list_events", done.GetProperty("tools").EnumerateArray().Select(tool => tool.GetString()));
        Assert.NotEmpty(done.GetProperty("events").GetProperty("events").EnumerateArray());
        // By then the first access token has gone bad.
        Assert.NotEmpty(done.GetProperty("refreshed").GetProperty("messages").EnumerateArray());
        Assert.Equal(loginsToRead, done.GetProperty("loginsBeforeSend").GetInt32());
        Assert.Equal("sent", done.GetProperty("sent").GetProperty("status").GetString());
        Assert.Single(MailsOf("ben-microsoft", product, $"By {sdk}"));
        // At most one login more for the mail, and neither the calendar nor the refresh token is lost by it.
        var asked = done.GetProperty("scopesAsked").EnumerateArray().Select(scopes => scopes.GetString()!.Split(' ')).ToList();
        Assert.Equal(loginsToRead + (initialScopes.Contains("mail:send") ? 0 : 1), asked.Count);
        Assert.Equal(asked[0].Union(["mail:send"]).Order(StringComparer.Ordinal), asked[^1].Order(StringComparer.Ordinal));
        Assert.NotEmpty(done.GetProperty("eventsAfter").GetProperty("events").EnumerateArray());
    }

    /// <summary>Does what the client asks of its user, until it says that it is done.</summary>
    internal static async Task<JsonElement> PlayAsync(Process process, Person person, Uri callback)
    {
        var errors = process.StandardError.ReadToEndAsync(Cancelled);
        while (await process.StandardOutput.ReadLineAsync(Cancelled) is { } line)
        {
            var message = JsonElement.Parse(line).EnumerateObject().Single();
            if (message.Name == "done")
                return message.Value;
            var address = new Uri(message.Value.GetString()!);
            var came = message.Name == "authorize"
                ? await person.AuthorizeAsync(address, callback, Cancelled)
                : (await person.BrowseAsync(address, Cancelled)).Address;
            await process.StandardInput.WriteLineAsync(came.ToString());
        }

        throw new InvalidOperationException(await errors);
    }

    private static List<string> MailsOf(string account, SandboxProduct product, string subject) => product.Sandbox.World.Read(accounts =>
        accounts.Single(a => a.Key == account).Messages.Where(m => m.Content.Subject == subject).Select(m => m.Id).ToList());
}
