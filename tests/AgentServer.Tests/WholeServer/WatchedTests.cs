using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TokenVaultAgent.AgentServer.Tests.Approvals;
using TokenVaultAgent.AgentServer.Tests.Connections;

namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>The sandbox shows what its agent server was asked, what it logs and what it has asked users, and puts the time forward for it too.</summary>
public sealed class WatchedTests : IAsyncLifetime
{
    private Desk _desk = null!;
    private HttpClient _control = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _desk = await Desk.OpenAsync(("Consent:MaxWait", "00:00:00"));
        _control = new HttpClient(new SocketsHttpHandler()) { BaseAddress = _desk.Chat.Product.Sandbox.ControlUrl };
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _desk.DisposeAsync();
    }

    [Fact]
    public async Task Requests_exchanges_and_the_log_are_in_one_list()
    {
        await _desk.Agent.CallAsync("calendar_list_events", new { }, Cancelled);

        var activity = await ReadAsync("activity");

        Assert.Contains(activity, e => (string?)e!["service"] == "agent" && (string?)e["path"] == "/mcp" && (int?)e["status"] == 200);
        Assert.Contains(activity, e => (string?)e!["kind"] == "exchange" && (string?)e["outcome"] == "granted");
        Assert.Contains(activity, e => (int?)e!["event_id"] == 201 && ((string)e["message"]!).StartsWith("calendar_list_events: ok", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Questions_are_listed_with_their_links_and_what_came_of_them()
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail("One")), Desk.Deny);
        var open = await _desk.AskAsync(Desk.Mail("Two"));

        var questions = await ReadAsync("questions");

        Assert.Equal(
            [("open", "mail_send_message", "approve", open.ToString()), ("declined", "mail_send_message", "approve", null)],
            questions.Select(q => ((string)q!["state"]!, (string)q["about"]!, (string)q["kind"]!, (string)q["state"]! == "open" ? (string)q["url"]! : null)));
        Assert.All(questions, q => Assert.Equal(_desk.Chat.Tenant.FindUser(Chat.Ada)!.Sub, (string?)q!["user"]));
    }

    [Fact]
    public async Task A_link_and_a_token_expire_when_the_clock_is_put_forward()
    {
        await _desk.AskAsync(Desk.Mail());

        await AdvanceAsync("00:11:00");
        Assert.Equal("expired", (string?)Assert.Single(await ReadAsync("questions"))!["state"]);
        await AdvanceAsync("2.00:00:00");

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => _desk.Agent.CallAsync("accounts_list", new { }, Cancelled));
        Assert.Contains("401", refused.ToString(), StringComparison.Ordinal);
    }

    private async Task AdvanceAsync(string by)
    {
        using var answer = await _control.PostAsJsonAsync("clock", new { advance = by }, Cancelled);
        Assert.True(answer.IsSuccessStatusCode);
    }

    private async Task<JsonArray> ReadAsync(string path) => JsonNode.Parse(await _control.GetStringAsync(path, Cancelled))!.AsArray();
}
