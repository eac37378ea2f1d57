using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.People;
using TokenVaultAgent.Sandbox.Tests.Auth0;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.MyAccount;

/// <summary>The Connected Accounts flow, from the request to the account.</summary>
public sealed class ConnectTests : IAsyncLifetime
{
    private TenantSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await TenantSandbox.StartAsync();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_connect_begins_with_a_ticket_and_a_session()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);

        var begun = await dev.ConnectAsync();

        Assert.Equal(201, begun.Status);
        Assert.StartsWith(_sandbox.Issuer, begun["connect_uri"], StringComparison.Ordinal);
        Assert.InRange(begun["auth_session"]!.Length, 1, 64);
        Assert.Equal("300", begun["expires_in"]);
    }

    [Fact]
    public async Task It_ends_with_an_account_that_Token_Vault_exchanges()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        var begun = await dev.ConnectAsync();
        var answer = TenantAnswer.Query(await dev.BrowseAsync(begun));

        var completed = await dev.CompleteAsync(begun, answer["connect_code"]);

        Assert.Equal(MyAccountClient.State, answer["state"]);
        Assert.Equal(201, completed.Status);
        Assert.Matches("^cac_[A-Za-z0-9]+$", completed["id"]);
        Assert.Equal((MyAccountClient.Google, "offline"), (completed["connection"], completed["access_type"]));
        var exchanged = await _sandbox.ExchangeRefreshTokenAsync(dev.RefreshToken);
        Assert.Equal($"openid profile email {MyAccountClient.CalendarScope}", exchanged["scope"]);
        Assert.Equal("dev-google", _sandbox.AccountOf(exchanged.AccessToken));
    }

    [Fact]
    public async Task The_user_may_grant_less_at_Google()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        dev.Person.Ticks = scope => scope == MyAccountClient.MailScope;

        var completed = await dev.ConnectWhollyAsync(("scopes", new JsonArray("openid", "profile", MyAccountClient.CalendarScope, MyAccountClient.MailScope)));

        Assert.Equal(["openid", "profile", MyAccountClient.MailScope], Scopes(completed));
    }

    [Fact]
    public async Task At_Microsoft_it_is_all_or_nothing()
    {
        using var ada = await MyAccountClient.LogInAsync(_sandbox, TenantSandbox.Ada, "ada-microsoft");
        ada.Person.Ticks = _ => false;

        var completed = await ada.ConnectWhollyAsync(("connection", "windowslive"), ("scopes", new JsonArray("openid", "User.Read", "Mail.Read")));

        Assert.Equal(["openid", "User.Read", "Mail.Read", "offline_access"], Scopes(completed));
    }

    [Fact]
    public async Task A_refusal_comes_back_with_the_state_and_connects_nothing()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        dev.Person.GrantsAtProvider = false;
        var begun = await dev.ConnectAsync();

        var answer = TenantAnswer.Query(await dev.BrowseAsync(begun));

        Assert.Equal(("access_denied", MyAccountClient.State), (answer["error"], answer["state"]));
        Assert.Equal(400, (await dev.CompleteAsync(begun, "anything")).Status);
        Assert.Empty(AccountsOf(TenantSandbox.Dev));
    }

    [Fact]
    public async Task The_answer_may_be_in_the_fragment()
    {
        _sandbox.Tenant.Settings = _sandbox.Tenant.Settings with { ConnectAnswer = ConnectAnswer.Fragment };
        using var dev = await MyAccountClient.LogInAsync(_sandbox);

        var answer = await dev.BrowseAsync(await dev.ConnectAsync());

        Assert.Equal("", answer.Query);
        Assert.Contains("connect_code=", answer.Fragment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_scopes_the_connections_own_are_asked_for()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);

        var completed = await dev.ConnectWhollyAsync(("scopes", null));

        Assert.Equal(_sandbox.Tenant.FindConnection(MyAccountClient.Google)!.Scopes, Scopes(completed));
    }

    [Fact]
    public async Task An_account_that_is_connected_again_keeps_its_id_and_has_the_new_grant_only()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        var first = await dev.ConnectWhollyAsync();

        var second = await dev.ConnectWhollyAsync(("scopes", new JsonArray("openid", "profile", MyAccountClient.MailScope)));

        Assert.Equal(first["id"], second["id"]);
        Assert.Equal(["openid", "profile", MyAccountClient.MailScope], Assert.Single(AccountsOf(TenantSandbox.Dev)).Scopes);
    }

    [Theory]
    [InlineData("connection", null, 400)]
    [InlineData("connection", "", 400)]
    [InlineData("connection", "nowhere", 404)]
    [InlineData("redirect_uri", null, 400)]
    [InlineData("redirect_uri", "http://127.0.0.1:8976/other", 400)]
    [InlineData("state", "", 400)]
    [InlineData("code_challenge", "short", 400)]
    [InlineData("code_challenge_method", "plain", 400)]
    [InlineData("code_challenge_method", null, 400)]
    [InlineData("scopes", "openid", 400)]
    [InlineData("audience", "x", 400)]
    public async Task A_request_out_of_bounds_is_refused_with_its_field(string field, string? value, int status)
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);

        var refused = await dev.ConnectAsync((field, value is null ? null : JsonValue.Create(value)));

        Assert.Equal((status, status.ToString(System.Globalization.CultureInfo.InvariantCulture)), (refused.Status, refused["status"]));
        Assert.StartsWith($"https://auth0.com/api-errors/A0E-{status}-", refused["type"], StringComparison.Ordinal);
        if (status == 400)
            Assert.Contains(refused.Json!["validation_errors"]!.AsArray(), error => (string?)error!["field"] == field && (string?)error["pointer"] == "#/" + field);
    }

    [Theory]
    [InlineData("openid")]
    [InlineData("profile")]
    public async Task Scopes_for_google_have_openid_and_profile_among_them(string lacking)
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);

        var refused = await dev.ConnectAsync(("scopes", new JsonArray(lacking == "openid" ? "profile" : "openid", MyAccountClient.MailScope)));

        Assert.Equal((400, "scopes"), (refused.Status, (string?)refused.Json!["validation_errors"]![0]!["field"]));
    }

    [Fact]
    public async Task A_redirect_uri_that_is_none_an_unknown_member_and_a_body_that_is_no_json_are_refused()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);

        Assert.Equal(400, (await dev.ConnectAsync(("redirect_uri", "not a uri"))).Status);
        Assert.Equal(400, (await dev.CompleteAsync(await dev.ConnectAsync(), "code", ("state", "x"))).Status);
        Assert.Equal(415, (await dev.SendAsync(HttpMethod.Post, "connect")).Status);
    }

    [Theory]
    [InlineData("inactive")]
    [InlineData("not enabled for the client")]
    public async Task A_connection_must_be_active_and_enabled(string fault)
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        var connection = _sandbox.Tenant.FindConnection(MyAccountClient.Google)!;
        _sandbox.Tenant.Put(fault == "inactive" ? connection with { ConnectedAccountsActive = false } : connection with { EnabledClients = ["agent-server-api"] });

        Assert.Equal(404, (await dev.ConnectAsync()).Status);
    }

    [Fact]
    public async Task A_ticket_is_good_for_one_visit()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        var begun = await dev.ConnectAsync();
        await dev.BrowseAsync(begun);

        await Assert.ThrowsAsync<PersonStuckException>(() => dev.BrowseAsync(begun));
    }

    [Fact]
    public async Task A_ticket_is_good_for_five_minutes()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        var begun = await dev.ConnectAsync();
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(300));

        await Assert.ThrowsAsync<PersonStuckException>(() => dev.BrowseAsync(begun));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_ticket_is_good_in_its_own_users_session_alone(bool isLoggedInAsAnother)
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        using var other = isLoggedInAsAnother
            ? (await MyAccountClient.LogInAsync(_sandbox, TenantSandbox.Ada, "dev-google")).Person
            : _sandbox.PersonFor(TenantSandbox.Dev);

        await Assert.ThrowsAsync<PersonStuckException>(async () => await other.AuthorizeAsync(
            MyAccountClient.Ticket(await dev.ConnectAsync()), TenantSandbox.WebCallback, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("connect_code", "wrong")]
    [InlineData("code_verifier", "another-verifier-of-at-least-forty-three-characters")]
    [InlineData("code_verifier", null)]
    [InlineData("redirect_uri", "http://127.0.0.1:8976/callback")]
    [InlineData("auth_session", "wrong")]
    public async Task What_does_not_belong_together_completes_nothing_and_uses_the_session_up(string field, string? value)
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        var begun = await dev.ConnectAsync();
        var code = TenantAnswer.Query(await dev.BrowseAsync(begun))["connect_code"];

        var refused = await dev.CompleteAsync(begun, code, (field, value));
        var second = await dev.CompleteAsync(begun, code);

        Assert.Equal(400, refused.Status);
        Assert.Equal(field == "auth_session" ? 201 : 400, second.Status);
    }

    [Fact]
    public async Task A_connect_is_completed_once()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        var begun = await dev.ConnectAsync();
        var code = TenantAnswer.Query(await dev.BrowseAsync(begun))["connect_code"];
        await dev.CompleteAsync(begun, code);

        Assert.Equal(400, (await dev.CompleteAsync(begun, code)).Status);
    }

    [Fact]
    public async Task Another_user_cannot_complete_it()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox);
        using var ada = await MyAccountClient.LogInAsync(_sandbox, TenantSandbox.Ada);
        var begun = await dev.ConnectAsync();
        var code = TenantAnswer.Query(await dev.BrowseAsync(begun))["connect_code"];

        var refused = await ada.CompleteAsync(begun, code);

        Assert.Equal(403, refused.Status);
        Assert.Empty(AccountsOf(TenantSandbox.Dev));
        Assert.Equal(2, AccountsOf(TenantSandbox.Ada).Count);
    }

    [Fact]
    public async Task A_wrong_password_at_the_provider_is_told()
    {
        using var dev = await MyAccountClient.LogInAsync(_sandbox, providerAccount: null);
        dev.Person.ProviderAccount = new ProviderAccount
        {
            Key = "x",
            Provider = ProviderKind.Google,
            ProviderUserId = "1",
            Address = "dev.rao@gmail.example",
            DisplayName = "x",
            TimeZone = "UTC",
            Password = "wrong",
        };

        var stuck = await Assert.ThrowsAsync<PersonStuckException>(async () => await dev.BrowseAsync(await dev.ConnectAsync()));

        Assert.Contains("Wrong address or password", stuck.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<ConnectedAccount> AccountsOf(string email) => _sandbox.Tenant.ConnectedAccountsOf(_sandbox.Tenant.FindUser(email)!.Sub);

    private static IEnumerable<string> Scopes(TenantAnswer completed) => completed.Json!["scopes"]!.AsArray().Select(s => (string)s!);
}
