using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Tests.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.MyAccount;

/// <summary>Who gets a token for My Account, and what it opens.</summary>
public sealed class MyAccountAccessTests : IAsyncLifetime
{
    private TenantSandbox _sandbox = null!;

    private string Audience => _sandbox.Issuer + "me/";

    public async ValueTask InitializeAsync() => _sandbox = await TenantSandbox.StartAsync();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task The_accounts_are_listed_page_by_page()
    {
        using var cho = await MyAccountClient.LogInAsync(_sandbox, TenantSandbox.Cho);

        var first = await cho.SendAsync(HttpMethod.Get, "accounts?take=2");
        var second = await cho.SendAsync(HttpMethod.Get, $"accounts?take=2&from={first["next"]}");
        var google = await cho.SendAsync(HttpMethod.Get, "accounts?connection=google-oauth2");

        Assert.Equal((2, 1, 2), (Count(first, "accounts"), Count(second, "accounts"), Count(google, "accounts")));
        Assert.Null(second["next"]);
    }

    [Theory]
    [InlineData("take=0")]
    [InlineData("take=21")]
    [InlineData("take=x")]
    [InlineData("from=99")]
    public async Task A_page_out_of_bounds_is_refused(string query)
    {
        using var cho = await MyAccountClient.LogInAsync(_sandbox, TenantSandbox.Cho);

        Assert.Equal(400, (await cho.SendAsync(HttpMethod.Get, "accounts?" + query)).Status);
    }

    [Fact]
    public async Task The_connections_are_those_that_are_active_and_enabled()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        _sandbox.Tenant.Put(_sandbox.Tenant.FindConnection("windowslive")! with { ConnectedAccountsActive = false });

        var answer = await dev.SendAsync(HttpMethod.Get, "connections");

        Assert.Equal("google-oauth2", (string?)Assert.Single(answer.Json!["connections"]!.AsArray())!["name"]);
    }

    [Fact]
    public async Task A_deleted_account_is_gone_and_the_provider_is_not_told()
    {
        using var ada = await MyAccountClient.LogInAsync(_sandbox, TenantSandbox.Ada);
        var before = await _sandbox.ExchangeRefreshTokenAsync(ada.RefreshToken);
        var id = _sandbox.AccountAt(MyAccountClient.Google).Id;

        var deleted = await ada.SendAsync(HttpMethod.Delete, "accounts/" + id);
        var after = await _sandbox.ExchangeRefreshTokenAsync(ada.RefreshToken);

        Assert.Equal(204, deleted.Status);
        Assert.Equal((401, "federated_connection_refresh_token_not_found"), after.Refusal);
        Assert.Equal("ada-google", _sandbox.AccountOf(before.AccessToken));
    }

    [Fact]
    public async Task Another_users_account_stays()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        var id = _sandbox.AccountAt(MyAccountClient.Google).Id;

        var answer = await dev.SendAsync(HttpMethod.Delete, "accounts/" + id);
        var noId = await dev.SendAsync(HttpMethod.Delete, "accounts/google-oauth2");

        Assert.Equal((204, 400), (answer.Status, noId.Status));
        Assert.Equal(id, _sandbox.AccountAt(MyAccountClient.Google).Id);
    }

    [Theory]
    [InlineData("POST", "connect", "create:me:connected_accounts")]
    [InlineData("POST", "complete", "create:me:connected_accounts")]
    [InlineData("GET", "accounts", "read:me:connected_accounts")]
    [InlineData("GET", "connections", "read:me:connected_accounts")]
    [InlineData("DELETE", "accounts/cac_1", "delete:me:connected_accounts")]
    public async Task Each_call_needs_its_scope(string method, string path, string scope)
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        string[] all = ["create:me:connected_accounts", "read:me:connected_accounts", "delete:me:connected_accounts"];
        dev.Token = (await MyAccountClient.RefreshAsync(_sandbox, dev.RefreshToken, ("scope", string.Join(' ', all.Where(s => s != scope))))).AccessToken;

        var refused = await dev.SendAsync(new HttpMethod(method), path, method == "POST" ? new JsonObject() : null);

        Assert.Equal(403, refused.Status);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("garbage")]
    [InlineData("for another audience")]
    [InlineData("expired")]
    public async Task A_token_that_is_not_for_it_opens_nothing(string kind)
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        switch (kind)
        {
            case "none":
                dev.Token = "";
                break;
            case "garbage":
                dev.Token = "garbage";
                break;
            case "expired":
                _sandbox.Clock.Advance(TimeSpan.FromDays(2));
                break;
            default:
                dev.Token = await _sandbox.SubjectAsync();
                break;
        }

        var refused = await dev.SendAsync(HttpMethod.Get, "accounts");

        Assert.Equal((401, "https://auth0.com/api-errors/A0E-401-0003"), (refused.Status, refused["type"]));
    }

    [Fact]
    public async Task Without_a_client_grant_there_is_no_token()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        _sandbox.Tenant.RemoveClientGrant(_sandbox.Tenant.FindClientGrant("agent-server-web", Audience, "user")!);

        var refreshed = await MyAccountClient.RefreshAsync(_sandbox, dev.RefreshToken);
        dev.Token = refreshed.AccessToken;

        Assert.Equal(403, (await dev.SendAsync(HttpMethod.Get, "accounts")).Status);
    }

    [Fact]
    public async Task Without_a_refresh_token_policy_the_audience_is_ignored()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        _sandbox.Tenant.Put(_sandbox.Tenant.AgentServerWebClient with { RefreshTokenPolicies = new Dictionary<string, IReadOnlyList<string>>() });

        dev.Token = (await MyAccountClient.RefreshAsync(_sandbox, dev.RefreshToken)).AccessToken;

        Assert.Equal(401, (await dev.SendAsync(HttpMethod.Get, "accounts")).Status);
    }

    [Fact]
    public async Task A_third_party_client_is_refused_even_with_a_grant()
    {
        string[] scopes = ["read:me:connected_accounts"];
        _sandbox.Tenant.Put(new ClientGrant("partner-agent", Audience, scopes, "user"));

        var answer = await _sandbox.GetAsync(_sandbox.AuthorizeUrl(("client_id", "partner-agent"), ("audience", Audience), ("scope", scopes[0])));

        Assert.Contains("not authorized to access resource server", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_party_client_without_a_grant_is_refused()
    {
        var answer = await _sandbox.GetAsync(_sandbox.AuthorizeUrl(("audience", Audience), ("scope", "read:me:connected_accounts")));

        Assert.Equal("access_denied", answer.Redirect["error"]);
    }

    [Theory]
    [InlineData(true, 0, 200)]
    [InlineData(true, 16, 403)]
    [InlineData(false, 0, 403)]
    public async Task Its_own_mfa_policy_refuses_a_refresh_without_a_second_factor_of_now(bool withMfa, int minutes, int status)
    {
        using var ada = _sandbox.PersonFor();
        var code = (await _sandbox.AuthorizeAsync(
            ada, ("client_id", "agent-server-web"), ("redirect_uri", TenantSandbox.WebCallback.ToString()), ("audience", null),
            ("scope", "openid offline_access"), withMfa ? Mfa.Logins.WithMfa : ("state", TenantSandbox.State)))["code"];
        var tokens = await _sandbox.RedeemAsync(
            code, ("client_id", "agent-server-web"), ("client_secret", _sandbox.Tenant.AgentServerWebClient.ClientSecret),
            ("redirect_uri", TenantSandbox.WebCallback.ToString()));
        _sandbox.Tenant.Settings = _sandbox.Tenant.Settings with { MyAccountRequiresMfa = true };
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(minutes));

        var answer = await MyAccountClient.RefreshAsync(_sandbox, tokens.RefreshToken);

        Assert.Equal((status, status == 200 ? null : "unmet_authentication_requirements"), (answer.Status, answer["error"]));
    }

    [Fact]
    public async Task An_api_for_which_consent_is_not_skipped_is_none_of_a_refresh_tokens_audiences()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        _sandbox.Tenant.Put(_sandbox.Tenant.FindApi(Audience)! with { SkipConsentForVerifiableFirstPartyClients = false });

        var answer = await MyAccountClient.RefreshAsync(_sandbox, dev.RefreshToken);

        Assert.Equal(200, answer.Status);
        dev.Token = answer.AccessToken;
        Assert.Equal(401, (await dev.SendAsync(HttpMethod.Get, "accounts")).Status);
    }

    [Fact]
    public async Task A_resource_that_does_not_exist_is_said_to_be_missing()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);

        var answer = await dev.SendAsync(HttpMethod.Get, "nothing");

        Assert.Equal((404, "https://auth0.com/api-errors/A0E-404-0001"), (answer.Status, answer["type"]));
    }

    private static int Count(TenantAnswer answer, string name) => answer.Json![name]!.AsArray().Count;
}
