using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>The main job through a real MCP client, in the newest protocol revision and in the one before.</summary>
public sealed class MainJobTests(RunningProduct fixture) : IClassFixture<RunningProduct>
{
    private static readonly string[] Ben = ["ben@acme.example"];

    private SandboxProduct TheProduct => fixture.Product;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-07-28")]
    [InlineData("2025-11-25")]
    public async Task Events_of_both_providers_come_in_one_list(string protocolVersion)
    {
        var tokens = await SignIn.AsAdaAsync(TheProduct, "calendar:read", Cancelled);
        await using var client = await AgentClient.ConnectAsync(TheProduct.McpUrl, tokens.AccessToken, protocolVersion, Cancelled);

        var result = await client.CallAsync("calendar_list_events", new { limit = 50 }, Cancelled);

        var accounts = result.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("account").GetString()).Distinct().Order();
        Assert.Equal(protocolVersion, client.NegotiatedProtocolVersion);
        Assert.Equal(["google:ada.moreau@gmail.example", "microsoft:ada@acme.example"], accounts);
    }

    [Theory]
    [InlineData("2026-07-28", "google")]
    [InlineData("2026-07-28", "microsoft")]
    [InlineData("2025-11-25", "google")]
    [InlineData("2025-11-25", "microsoft")]
    public async Task A_sent_mail_is_once_in_the_recipients_mailbox(string protocolVersion, string account)
    {
        var tokens = await SignIn.AsAdaAsync(TheProduct, "mail:send", Cancelled);
        await using var client = await AgentClient.ConnectAsync(TheProduct.McpUrl, tokens.AccessToken, protocolVersion, Cancelled);
        var subject = $"Figures {Guid.NewGuid()}";
        var mail = new { account, to = Ben, subject, body = "Here they are.", idempotency_key = Guid.NewGuid().ToString() };

        await client.CallAsync("mail_send_message", mail, Cancelled);
        await client.CallAsync("mail_send_message", mail, Cancelled);

        Assert.Single(MailsOf("ben-microsoft", subject));
    }

    [Fact]
    public async Task A_dry_run_leaves_no_trace_at_the_provider()
    {
        var tokens = await SignIn.AsAdaAsync(TheProduct, "mail:send", Cancelled);
        await using var client = await AgentClient.ConnectAsync(TheProduct.McpUrl, tokens.AccessToken, "2026-07-28", Cancelled);
        var subject = $"Rehearsal {Guid.NewGuid()}";

        await client.CallAsync(
            "mail_send_message", new { account = "google", to = Ben, subject, body = "Not sent.", dry_run = true }, Cancelled);

        Assert.Empty(MailsOf("ben-microsoft", subject));
        Assert.Empty(MailsOf("ada-google", subject));
    }

    [Fact]
    public async Task Every_exchange_is_made_with_the_callers_own_token()
    {
        var tokens = await SignIn.AsAsync(TheProduct, "ben@acme.example", "calendar:read", Cancelled);
        await using var client = await AgentClient.ConnectAsync(TheProduct.McpUrl, tokens.AccessToken, "2026-07-28", Cancelled);

        await client.CallAsync("calendar_list_events", new { }, Cancelled);

        var exchanges = TheProduct.Sandbox.Tenant.Exchanges.Entries.Where(e => e.Subject == "auth0|6650f0c2a1b2c3d4e5f60002").ToList();
        Assert.Equal(["google-oauth2", "windowslive"], exchanges.Select(e => e.Connection).Order());
        Assert.All(exchanges, e => Assert.Equal("agent-server-api", e.ClientId));
    }

    private List<string> MailsOf(string account, string subject) => TheProduct.Sandbox.World.Read(accounts =>
        accounts.Single(a => a.Key == account).Messages.Where(m => m.Content.Subject == subject).Select(m => m.Id).ToList());
}
