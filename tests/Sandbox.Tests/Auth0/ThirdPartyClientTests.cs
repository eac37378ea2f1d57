
namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary>auth0.com/docs, "Security Controls for Third-Party Applications".</summary>
public sealed class ThirdPartyClientTests
{
    private const string Id = "partner-agent";
    private static readonly string[] CalendarOnly = ["calendar:read"];

    [Fact]
    public async Task A_third_party_client_gets_no_oidc_scopes_and_no_id_token()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await LogInAsync(sandbox, ("scope", "openid profile email offline_access calendar:read"));

        Assert.Equal((200, "offline_access calendar:read"), (answer.Status, answer["scope"]));
        Assert.False(answer.Json!.ContainsKey("id_token"));
        Assert.Equal(TenantSandbox.Api, (string?)Jwt.Payload(answer.AccessToken)["aud"]);
    }

    [Fact]
    public async Task A_third_party_client_gets_what_the_api_permits_third_parties()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.FindApi(TenantSandbox.Api)! with { ThirdPartyPermissions = CalendarOnly });

        var answer = await LogInAsync(sandbox, ("scope", "calendar:read mail:send"));

        Assert.Equal("calendar:read", answer["scope"]);
    }

    [Fact]
    public async Task A_token_without_an_api_does_not_open_userinfo()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var token = (await LogInAsync(sandbox, ("audience", null), ("scope", "openid profile"))).AccessToken;
        var request = new HttpRequestMessage(HttpMethod.Get, "userinfo");
        request.Headers.Add("Authorization", $"Bearer {token}");

        var answer = await sandbox.SendAsync(request);

        Assert.Equal(401, answer.Status);
    }

    public static TheoryData<string, string?> Faults => new()
    {
        { "id_token_hint", "eyJ" },
        { "screen_hint", "signup" },
        { "request_uri", "urn:x" },
        { "request", "eyJ" },
        { "claims", "{}" },
        { "organization", "org_1" },
        { "response_mode", "query" },
        { "code_challenge", null },
        { "code_challenge_method", "plain" },
        { "response_type", "token" },
        { "audience", "https://unknown.example/" },
        { "prompt", "none" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_error_stays_on_a_page_of_the_tenant(string parameter, string? value)
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(("client_id", Id), (parameter, value)));

        Assert.Equal((400, null), (answer.Status, answer.Location));
    }

    [Theory]
    [InlineData("screen_hint", "signup", "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("prompt", "none", "login_required")]
    public async Task A_client_that_may_always_be_redirected_to_is_told_its_errors(string parameter, string? value, string error)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.FindClient(Id)! with { RedirectionPolicy = "allow_always" });

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(("client_id", Id), (parameter, value)));

        Assert.Equal((error, TenantSandbox.State), (answer.Redirect["error"], answer.Redirect["state"]));
    }

    [Theory]
    [InlineData("login_hint", "ada@acme.example")]
    [InlineData("max_age", "60")]
    [InlineData("acr_values", "x")]
    [InlineData("nonce", "n")]
    [InlineData("ui_locales", "fr")]
    [InlineData("resource", TenantSandbox.Api)]
    [InlineData("ext-anything", "x")]
    public async Task The_allowed_parameters_pass(string parameter, string value)
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(("client_id", Id), (parameter, value)));

        Assert.StartsWith("/u/login", answer.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_api_that_permits_third_parties_nothing_refuses_them()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.FindApi(TenantSandbox.Api)! with { ThirdPartyPermissions = [] });

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(("client_id", Id)));

        Assert.Equal((400, null), (answer.Status, answer.Location));
        Assert.Contains("unauthorized_client", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consent_is_never_skipped()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var callback = "https://partner.example/callback";
        sandbox.Tenant.Put(sandbox.Tenant.FindClient(Id)! with { Callbacks = [new Uri(callback)] });
        using var ada = sandbox.PersonFor();

        await sandbox.AuthorizeAsync(ada, ("client_id", Id), ("redirect_uri", callback));

        Assert.Equal(["Log in", "Authorize app"], ada.PagesSeen);
    }

    [Fact]
    public async Task A_refusal_by_the_user_reaches_the_client()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor(grantsConsent: false);

        var answer = await sandbox.AuthorizeAsync(ada, ("client_id", Id));

        Assert.Equal("access_denied", answer["error"]);
    }

    [Fact]
    public async Task A_refresh_token_serves_no_second_audience()
    {
        const string other = "https://other.example/";
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.FindApi(TenantSandbox.Api)! with { Identifier = other, Name = "Other" });
        sandbox.Tenant.Put(sandbox.Tenant.FindClient(Id)! with
        {
            RefreshTokenPolicies = new Dictionary<string, IReadOnlyList<string>> { [other] = CalendarOnly },
        });
        var tokens = await LogInAsync(sandbox);

        var answer = await sandbox.RefreshAsync(tokens.RefreshToken, ("client_id", Id), ("client_secret", Secret(sandbox)), ("audience", other));

        Assert.Equal(TenantSandbox.Api, (string?)Jwt.Payload(answer.AccessToken)["aud"]);
    }

    private static string Secret(TenantSandbox sandbox) => sandbox.Tenant.FindClient(Id)!.ClientSecret!;

    private static async Task<TenantAnswer> LogInAsync(TenantSandbox sandbox, params (string Name, string? Value)[] changes)
    {
        var code = await sandbox.CodeAsync(TenantSandbox.Ada, [("client_id", Id), .. changes]);
        return await sandbox.RedeemAsync(code, ("client_id", Id), ("client_secret", Secret(sandbox)));
    }
}
