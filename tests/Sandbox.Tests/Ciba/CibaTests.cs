using TokenVaultAgent.Sandbox.Tests.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Ciba;

/// <summary>Backchannel authentication: what may be asked, what the phone shows, and what its answer brings.</summary>
public sealed class CibaTests : IAsyncLifetime
{
    private const string Type = "urn:auth0:schemas:authorization-details:v1:token-vault-agent-action";
    private const string Details = "[{\"type\":\"" + Type + """
        ","instruction":"Send a mail","properties":{
          "subject":{"display":true,"name":"Subject","display_order":2,"value":"Figures"},
          "account":{"display":true,"name":"Account","display_order":1,"value":"ada@acme.example"},
          "hidden":{"display":false,"value":"not for the user"}}}]
        """;

    private TenantSandbox _sandbox = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TenantSandbox.StartAsync();
        _sandbox.EnablePush();
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_request_is_answered_with_its_id_its_life_and_how_often_to_ask()
    {
        var answer = await _sandbox.AuthorizeAsync(("requested_expiry", "120"));

        Assert.Equal((200, "120", "5"), (answer.Status, answer["expires_in"], answer["interval"]));
        Assert.NotEmpty(answer["auth_req_id"]!);
    }

    [Fact]
    public async Task The_phone_shows_who_asks_and_for_what()
    {
        await _sandbox.BeginAsync(("audience", TenantSandbox.Api), ("authorization_details", Details));
        using var phone = _sandbox.PhoneOf();

        var shown = Assert.Single(await phone.LookAsync(Cancelled));

        foreach (var part in new[] { "Token Vault Agent", "Mail:4F7K", "Send a mailAccount: ada@acme.exampleSubject: Figures" })
            Assert.Contains(part, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("not for the user", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_users_phone_shows_nothing()
    {
        await _sandbox.BeginAsync();
        using var phone = _sandbox.PhoneOf("ben@acme.example");

        Assert.Empty(await phone.LookAsync(Cancelled));
    }

    [Fact]
    public async Task A_phone_is_found_by_its_secret_alone()
    {
        Assert.Equal(404, (await _sandbox.GetAsync("phone/guessed")).Status);
        Assert.Equal(404, (await _sandbox.GetAsync("phone/")).Status);
    }

    [Fact]
    public async Task An_approved_request_brings_tokens_once()
    {
        var id = await _sandbox.BeginAsync(("audience", TenantSandbox.Api), ("authorization_details", Details));
        using var phone = _sandbox.PhoneOf();
        await phone.AnswerAsync(isAllowed: true, Cancelled);

        var answer = await _sandbox.PollAsync(id);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(10));
        var again = await _sandbox.PollAsync(id);

        Assert.Equal((200, "openid"), (answer.Status, answer["scope"]));
        Assert.Equal(_sandbox.Tenant.FindUser(TenantSandbox.Ada)!.Sub, (string?)Jwt.Payload(answer["id_token"]!)["sub"]);
        Assert.Equal("agent-server-web", (string?)Jwt.Payload(answer["id_token"]!)["aud"]);
        Assert.Contains("token-vault-agent-action", answer.Text, StringComparison.Ordinal);
        Assert.Equal((403, "invalid_grant"), again.Refusal);
    }

    [Fact]
    public async Task A_denied_request_is_access_denied()
    {
        var id = await _sandbox.BeginAsync();
        using var phone = _sandbox.PhoneOf();
        await phone.AnswerAsync(isAllowed: false, Cancelled);

        Assert.Equal((400, "access_denied"), (await _sandbox.PollAsync(id)).Refusal);
    }

    [Fact]
    public async Task An_unanswered_request_is_pending_and_then_expired()
    {
        var id = await _sandbox.BeginAsync(("requested_expiry", "60"));
        var pending = await _sandbox.PollAsync(id);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(61));
        using var phone = _sandbox.PhoneOf();

        Assert.Equal((400, "authorization_pending"), pending.Refusal);
        Assert.Empty(await phone.LookAsync(Cancelled));
        Assert.Equal((400, "access_denied"), (await _sandbox.PollAsync(id)).Refusal);
    }

    [Fact]
    public async Task Who_polls_too_often_is_told_to_slow_down()
    {
        var id = await _sandbox.BeginAsync();
        await _sandbox.PollAsync(id);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(4));
        var hasty = await _sandbox.PollAsync(id);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((400, "slow_down"), hasty.Refusal);
        Assert.Equal("10", hasty.Headers["Retry-After"]);
        Assert.Equal((400, "authorization_pending"), (await _sandbox.PollAsync(id)).Refusal);
    }

    [Fact]
    public async Task An_id_is_its_clients_own()
    {
        var id = await _sandbox.BeginAsync();
        _sandbox.Tenant.Put(_sandbox.Tenant.FindClient("ops-m2m")! with { GrantTypes = [CibaClient.Grant] });

        var answer = await _sandbox.PollAsync(id, ("client_id", "ops-m2m"), ("client_secret", _sandbox.Tenant.FindClient("ops-m2m")!.ClientSecret));

        Assert.Equal((403, "invalid_grant"), answer.Refusal);
    }

    [Theory]
    [InlineData("scope", "email")]
    [InlineData("scope", null)]
    [InlineData("binding_message", null)]
    [InlineData("binding_message", "to_ben@acme.example")]
    [InlineData("binding_message", "Mail 4F7K")]
    [InlineData("binding_message", "a message of more than sixty-four characters, which is not allowed")]
    [InlineData("requested_expiry", "0")]
    [InlineData("requested_expiry", "301")]
    [InlineData("requested_expiry", "soon")]
    [InlineData("login_hint", null)]
    [InlineData("login_hint", "ada@acme.example")]
    [InlineData("login_hint", "{\"format\":\"email\"}")]
    [InlineData("audience", "https://nobody.example/")]
    public async Task A_request_that_is_not_as_documented_is_invalid(string parameter, string? value)
    {
        Assert.Equal((400, "invalid_request"), (await _sandbox.AuthorizeAsync((parameter, value))).Refusal);
    }

    [Theory]
    [InlineData("""[{"type":"payment"}]""")]
    [InlineData("""{"type":"TYPE","instruction":"x","properties":{}}""")]
    [InlineData("""[{"type":"TYPE","instruction":"x","properties":{}},{"type":"TYPE","instruction":"x","properties":{}}]""")]
    [InlineData("""[{"type":"TYPE","tool":"mail_send_message"}]""")]
    [InlineData("""[{"type":"TYPE","properties":{}}]""")]
    [InlineData("""[{"type":"TYPE","instruction":"x","properties":{"a":"b"}}]""")]
    [InlineData("""[{"type":"TYPE","instruction":"x","properties":{"a":{"display":true,"value":"no name"}}}]""")]
    [InlineData("""[{"type":"TYPE","instruction":"x","properties":{"a b":{"display":false,"value":"c"}}}]""")]
    [InlineData("""[{"type":"TYPE","instruction":"LONG","properties":{}}]""")]
    [InlineData("""[{"type":"TYPE","instruction":"x","properties":{"a":{"display":true,"name":"A","display_order":1,"value":"LONG"}}}]""")]
    [InlineData("""[{"type":"TYPE","instruction":"x","properties":{},"a":{"b":{"c":{"d":{"e":{"f":1}}}}}}]""")]
    [InlineData("""[{"type":"TYPE","instruction":"x","properties":{},"3":3,"4":4,"5":5,"6":6,"7":7,"8":8,"9":9,"10":10,"11":11}]""")]
    [InlineData("""[1]""")]
    [InlineData("nonsense")]
    public async Task Details_are_one_object_of_auth0s_schema_and_a_registered_type_within_the_limits(string details)
    {
        var filled = details.Replace("TYPE", Type, StringComparison.Ordinal).Replace("LONG", new string('x', 256), StringComparison.Ordinal);

        Assert.Equal((400, "invalid_authorization_details"), (await _sandbox.AuthorizeAsync(("audience", TenantSandbox.Api), ("authorization_details", filled))).Refusal);
    }

    [Fact]
    public async Task A_consent_policy_of_the_api_does_not_go_with_details()
    {
        _sandbox.Tenant.Put(_sandbox.Tenant.FindApi(TenantSandbox.Api)! with { ConsentPolicy = "transactional-authorization-with-mfa" });

        Assert.Equal((400, "invalid_request"), (await _sandbox.AuthorizeAsync(("audience", TenantSandbox.Api), ("authorization_details", Details))).Refusal);
    }

    [Theory]
    [InlineData("cho@acme.example")]
    [InlineData("nobody@acme.example")]
    public async Task A_user_without_a_phone_or_none_at_all_cannot_be_asked(string email)
    {
        Assert.Equal((400, "invalid_request"), (await _sandbox.AuthorizeAsync(("login_hint", _sandbox.Hint(email)))).Refusal);
    }

    [Fact]
    public async Task A_user_of_another_issuer_cannot_be_asked()
    {
        Assert.Equal((400, "invalid_request"), (await _sandbox.AuthorizeAsync(("login_hint", _sandbox.Hint(issuer: "https://other.example/")))).Refusal);
    }

    [Fact]
    public async Task Where_push_is_not_enabled_nobody_can_be_asked()
    {
        _sandbox.Tenant.Settings = _sandbox.Tenant.Settings with { Factors = ["otp"] };

        Assert.Equal((400, "invalid_request"), (await _sandbox.AuthorizeAsync()).Refusal);
    }

    [Theory]
    [InlineData("sandbox-chat", null)]
    [InlineData("agent-server-api", "sandbox-secret-of-agent-server-api-0001")]
    [InlineData("partner-agent", "sandbox-secret-of-partner-agent-0001")]
    public async Task A_client_that_is_public_third_party_or_without_the_grant_cannot_ask(string client, string? secret)
    {
        Assert.Equal((403, "unauthorized_client"), (await _sandbox.AuthorizeAsync(("client_id", client), ("client_secret", secret))).Refusal);
    }

    [Fact]
    public async Task A_wrong_secret_is_unauthorized()
    {
        Assert.Equal(401, (await _sandbox.AuthorizeAsync(("client_secret", "wrong"))).Status);
    }
}
