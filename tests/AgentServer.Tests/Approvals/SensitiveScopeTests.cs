using TokenVaultAgent.AgentServer.Tests.Connections;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests.Approvals;

/// <summary>A sensitive scope means that MFA was met when it was granted, at whatever refresh a token comes from; exchanges never prompt.</summary>
public sealed class SensitiveScopeTests : IAsyncLifetime
{
    private const string Code = "Verify your identity";
    private const string Scope = "openid offline_access calendar:read mail:read mail:send";

    private static readonly HttpClient Http = new(new SocketsHttpHandler());

    private Chat _chat = null!;
    private Person _ada = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private PublicClient Client => new(_chat.Product.Sandbox.Auth0Url, _chat.Tenant.ChatClient.ClientId, _chat.Tenant.ChatClient.Callbacks[0], Http);

    public async ValueTask InitializeAsync()
    {
        _chat = await Chat.StartAsync(Unasked.Setting);
        _ada = _chat.Person(Chat.Ada);
    }

    public async ValueTask DisposeAsync()
    {
        _ada.Dispose();
        await _chat.DisposeAsync();
    }

    [Fact]
    public async Task After_a_step_up_a_refreshed_token_sends_without_a_second_challenge()
    {
        var tokens = await Client.LogInAsync(_ada, _chat.Product.McpUrl, Scope, Cancelled);
        _ada.PagesSeen.Clear();
        var refreshed = await Client.RefreshAsync(tokens.RefreshToken!, Cancelled);
        await using var agent = await AgentClient.ConnectAsync(_chat.Product.McpUrl, refreshed.AccessToken, RawMcp.Newest, Cancelled);

        var receipt = await agent.CallAsync("mail_send_message", Desk.Mail(), Cancelled);

        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Empty(_ada.PagesSeen);
    }

    [Fact]
    public async Task A_login_without_mfa_cannot_send_before_a_refresh_or_after_it()
    {
        _chat.Tenant.PostLoginActions = [PostLoginAction.Shipped[1]];
        var tokens = await Client.LogInAsync(_ada, _chat.Product.McpUrl, Scope, Cancelled);
        var refreshed = await Client.RefreshAsync(tokens.RefreshToken!, Cancelled);

        foreach (var token in new[] { tokens.AccessToken, refreshed.AccessToken })
        {
            var answer = await RawMcp.SendAsync(RawMcp.Call(
                _chat.Product.McpUrl, token, "mail_send_message", """{"to":["ben@acme.example"],"subject":"x","body":"y","account":"google"}"""));
            Assert.Equal(System.Net.HttpStatusCode.Forbidden, answer.Status);
        }
    }

    [Theory]
    [InlineData("oauth2-token-exchange")]
    [InlineData("something-nobody-documented")]
    [InlineData(null)]
    public async Task With_policy_Never_and_the_actions_everything_works_and_no_exchange_prompts(string? protocol)
    {
        _chat.Tenant.Settings = _chat.Tenant.Settings with { VaultExchangeProtocol = protocol };
        var tokens = await Client.LogInAsync(_ada, _chat.Product.McpUrl, Scope, Cancelled);
        await using var agent = await AgentClient.ConnectAsync(_chat.Product.McpUrl, tokens.AccessToken, RawMcp.Newest, Cancelled);

        await agent.CallAsync("calendar_list_events", new { }, Cancelled);
        await agent.CallAsync("mail_send_message", Desk.Mail(), Cancelled);

        Assert.Single(_ada.PagesSeen, Code);
        Assert.All(_chat.Tenant.Exchanges.Entries, entry => Assert.Equal("granted", entry.Outcome));
    }

    [Fact]
    public async Task With_policy_Always_the_agent_is_told_why_the_exchange_fails_and_what_to_do()
    {
        var tokens = await Client.LogInAsync(_ada, _chat.Product.McpUrl, Scope, Cancelled);
        _chat.Tenant.Settings = _chat.Tenant.Settings with { MfaPolicy = MfaPolicy.Always };
        await using var agent = await AgentClient.ConnectAsync(_chat.Product.McpUrl, tokens.AccessToken, RawMcp.Newest, Cancelled);

        var failure = await agent.FailAsync("mail_send_message", Desk.Mail(), Cancelled);

        Assert.Equal("tenant_misconfigured", Chat.Code(failure));
        Assert.Contains("MFA", failure.GetProperty("message").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Never", failure.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_that_challenges_on_every_protocol_breaks_the_exchange_in_the_same_words()
    {
        var tokens = await Client.LogInAsync(_ada, _chat.Product.McpUrl, Scope, Cancelled);
        _chat.Tenant.PostLoginActions = [new PostLoginAction("careless", "exports.onExecutePostLogin = async (event, api) => { api.multifactor.enable('any'); };", new Dictionary<string, string>())];
        await using var agent = await AgentClient.ConnectAsync(_chat.Product.McpUrl, tokens.AccessToken, RawMcp.Newest, Cancelled);

        var failure = await agent.FailAsync("calendar_list_events", new { account = "google" }, Cancelled);

        Assert.Equal("tenant_misconfigured", Chat.Code(failure));
    }
}
