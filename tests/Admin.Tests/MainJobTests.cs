using System.Text.Json;
using ModelContextProtocol.Client;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Admin.Tests;

/// <summary>A tenant that nobody had set up, set up by apply and the one step by hand, is one in which the server does its job.</summary>
public sealed class MainJobTests
{
    private static readonly string[] ToBen = ["ben@acme.example"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_tenant_that_was_applied_to_serves_login_calendars_connecting_and_an_approved_mail()
    {
        await using var product = await SandboxProduct.StartAsync(new SandboxProductOptions { Sandbox = new SandboxOptions { EmptyTenant = true }, SetUp = SetUpAsync }, Cancelled);
        var (tenant, world) = (product.Sandbox.Tenant, product.Sandbox.World);
        using var ada = Person.From(tenant.FindUser("ada@acme.example")!, product.Sandbox.Clock);
        var login = McpLogin.Of(ada, tenant.ChatClient.Callbacks[0]);
        login.ClientId = tenant.ChatClient.ClientId;
        await using var client = await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions { Endpoint = product.McpUrl, TransportMode = HttpTransportMode.StreamableHttp, OAuth = login }), cancellationToken: Cancelled);

        foreach (var provider in (string[])["google", "microsoft"])
        {
            ada.ProviderAccount = world.Find($"ada-{provider}");
            var events = await CallAsync(client, ada, "calendar_list_events", new() { ["account"] = provider });
            Assert.NotEmpty(events.GetProperty("events").EnumerateArray());
        }

        // Sending takes more of the account than reading the calendar: its owner is asked once more, then approves the mail.
        ada.ProviderAccount = world.Find("ada-google");
        var sent = await CallAsync(client, ada, "mail_send_message", new()
        {
            ["account"] = "google",
            ["to"] = ToBen,
            ["subject"] = "Set up",
            ["body"] = "It works.",
            ["idempotency_key"] = "set-up-1",
        });

        Assert.Equal("sent", sent.GetProperty("status").GetString());
        Assert.Single(world.Read(accounts => accounts.Single(a => a.Key == "ben-microsoft").Messages.Where(m => m.Content.Subject == "Set up").ToList()));
    }

    private static async Task<IReadOnlyDictionary<string, string?>> SetUpAsync(SandboxHost sandbox, Uri mcp, CancellationToken cancellationToken)
    {
        var admin = new Operator(sandbox, mcp) { Clock = TimeProvider.System };
        Assert.Equal(1, (await admin.ApplyAsync()).Code);
        sandbox.Tenant.BringConnectionKeys();
        Assert.Equal(0, (await admin.CheckAsync()).Code);
        return await admin.ExportAsync();
    }

    /// <summary>Where the server has a link for its user, they open it and do what the page asks.</summary>
    private static async Task<JsonElement> CallAsync(McpClient client, Person person, string tool, Dictionary<string, object?> arguments)
    {
        var seen = "";
        for (var tries = 0; ; tries++)
        {
            var result = await client.CallToolAsync(tool, arguments, cancellationToken: Cancelled);
            var answer = result.StructuredContent!.Value;
            if (result.IsError is not true)
                return answer;
            Assert.True(tries < 3 && answer.TryGetProperty("url", out _), $"{answer.GetRawText()}, where {person.Username} ended at {seen}");
            seen = (await person.BrowseAsync(new Uri(answer.GetProperty("url").GetString()!), Cancelled)).Text;
        }
    }
}
