using System.Net;
using System.Text.Json;
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

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public async Task After_a_step_up_refreshed_tokens_send_without_a_second_challenge_where_the_tenant_can_know(bool targetScopes, bool metadata, bool sends)
    {
        Set(targetScopes, metadata);
        var tokens = await Client.LogInAsync(_ada, _chat.Product.McpUrl, Scope, Cancelled);
        _ada.PagesSeen.Clear();
        var first = await Client.RefreshAsync(tokens.RefreshToken!, Cancelled);
        var second = await Client.RefreshAsync(first.RefreshToken!, Cancelled);

        Assert.Equal("sent", await SendAsync(tokens.AccessToken, "1"));
        foreach (var (token, key) in new[] { (first.AccessToken, "2"), (second.AccessToken, "3") })
            Assert.Equal(sends ? "sent" : "Forbidden", await SendAsync(token, key));
        Assert.Equal("OK", await ReadAsync(second.AccessToken));
        Assert.Empty(_ada.PagesSeen);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_login_without_mfa_cannot_send_before_a_refresh_or_after_it(bool targetScopes, bool metadata)
    {
        Set(targetScopes, metadata);
        _chat.Tenant.PostLoginActions = [PostLoginAction.Shipped[1]];
        var tokens = await Client.LogInAsync(_ada, _chat.Product.McpUrl, Scope, Cancelled);
        var first = await Client.RefreshAsync(tokens.RefreshToken!, Cancelled);
        var second = await Client.RefreshAsync(first.RefreshToken!, Cancelled);

        foreach (var token in new[] { tokens.AccessToken, first.AccessToken, second.AccessToken })
        {
            Assert.Equal("Forbidden", await SendAsync(token, "1"));
            Assert.Equal("OK", await ReadAsync(token));
        }
    }

    [Theory]
    [InlineData("oauth2-token-exchange-federated-connection", true)]
    [InlineData("oauth2-token-exchange-federated-connection", false)]
    [InlineData("oauth2-token-exchange", false)]
    [InlineData("something-nobody-documented", false)]
    [InlineData(null, false)]
    public async Task With_policy_Never_and_the_actions_everything_works_and_no_exchange_prompts(string? protocol, bool targetScopes)
    {
        _chat.Tenant.Settings = _chat.Tenant.Settings with { VaultExchangeProtocol = protocol, ActionsTargetScopes = targetScopes };
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

    /// <summary>What was shipped before the protocol of an exchange was documented.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_action_that_changes_target_scopes_at_an_exchange_breaks_it(bool targetScopes)
    {
        var tokens = await Client.LogInAsync(_ada, _chat.Product.McpUrl, Scope, Cancelled);
        Set(targetScopes, metadata: true);
        _chat.Tenant.PostLoginActions = [new PostLoginAction("old", "exports.onExecutePostLogin = async (event, api) => { api.transaction.removeTargetScope('mail:send'); };", new Dictionary<string, string>())];
        await using var agent = await AgentClient.ConnectAsync(_chat.Product.McpUrl, tokens.AccessToken, RawMcp.Newest, Cancelled);

        var failure = await agent.FailAsync("calendar_list_events", new { account = "google" }, Cancelled);

        Assert.NotEqual("connect_required", Chat.Code(failure));
        Assert.NotEqual("consent_required", Chat.Code(failure));
    }

    private void Set(bool targetScopes, bool metadata) =>
        _chat.Tenant.Settings = _chat.Tenant.Settings with { ActionsTargetScopes = targetScopes, RefreshTokenMetadata = metadata };

    /// <returns>The receipt's status, or the refusal's.</returns>
    private async Task<string> SendAsync(string token, string key)
    {
        var answer = await RawMcp.SendAsync(RawMcp.Call(_chat.Product.McpUrl, token, "mail_send_message", JsonSerializer.Serialize(Desk.Mail(key: key))));
        return answer.Status == HttpStatusCode.OK ? answer.Content.GetProperty("status").GetString()! : answer.Status.ToString();
    }

    private async Task<string> ReadAsync(string token) =>
        (await RawMcp.SendAsync(RawMcp.Call(_chat.Product.McpUrl, token, "calendar_list_events"))).Status.ToString();
}
