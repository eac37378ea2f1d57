using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.People;
using TokenVaultAgent.Sandbox.Tests.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Mfa;

/// <summary>The shipped Actions at a real login: when the user is challenged, and what the tokens then say.</summary>
public sealed class ChallengeTests : IAsyncLifetime
{
    private TenantSandbox _sandbox = null!;
    private Person _ada = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TenantSandbox.StartAsync();
        _ada = _sandbox.PersonFor();
    }

    public async ValueTask DisposeAsync()
    {
        _ada.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Reading_asks_for_no_code()
    {
        var tokens = await _sandbox.LogInAsync(_ada, Logins.ForReading);

        Assert.DoesNotContain(Logins.Code, _ada.PagesSeen);
        Assert.DoesNotContain("amr", Jwt.Payload(tokens["id_token"]!).Select(c => c.Key));
    }

    [Fact]
    public async Task A_sensitive_scope_is_granted_after_a_code_and_the_tokens_say_when()
    {
        var tokens = await _sandbox.LogInAsync(_ada, Logins.ForSending);

        Assert.Equal(["Log in", Logins.Code, "Authorize app"], _ada.PagesSeen);
        Assert.Contains("mail:send", tokens["scope"]!.Split(' '));
        var access = Jwt.Payload(tokens.AccessToken);
        var id = Jwt.Payload(tokens["id_token"]!);
        Assert.All([access, id], claims => Assert.Equal(
            ("[\"mfa\"]", _sandbox.Clock.GetUtcNow().ToUnixTimeSeconds()), (claims[Logins.Namespace + "amr"]!.ToJsonString(), (long)claims[Logins.Namespace + "mfa_time"]!)));
        Assert.Equal(("[\"mfa\"]", Logins.MultiFactor), (id["amr"]!.ToJsonString(), (string?)id["acr"]));
        Assert.DoesNotContain("amr", access.Select(c => c.Key));
    }

    [Fact]
    public async Task Acr_values_ask_for_a_code_without_any_scope()
    {
        await _sandbox.LogInAsync(_ada, Logins.ForReading, Logins.WithMfa);

        Assert.Contains(Logins.Code, _ada.PagesSeen);
    }

    [Fact]
    public async Task The_session_remembers_a_code_and_the_tokens_say_how_old_it_is()
    {
        await _sandbox.LogInAsync(_ada, Logins.ForSending);
        var met = _sandbox.Clock.GetUtcNow().ToUnixTimeSeconds();
        _ada.PagesSeen.Clear();
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(10));

        var tokens = await _sandbox.LogInAsync(_ada, Logins.ForSending);

        Assert.Empty(_ada.PagesSeen);
        Assert.Contains("mail:send", tokens["scope"]!.Split(' '));
        var id = Jwt.Payload(tokens["id_token"]!);
        Assert.Equal(met, (long)id[Logins.Namespace + "mfa_time"]!);
        Assert.False(id.ContainsKey("amr"), "amr is of a login that met a challenge itself");
    }

    [Fact]
    public async Task Max_age_asks_anew_for_what_is_older()
    {
        await _sandbox.LogInAsync(_ada, Logins.ForSending);
        _ada.PagesSeen.Clear();
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(10));

        var tokens = await _sandbox.LogInAsync(_ada, Logins.ForReading, Logins.WithMfa, ("max_age", "300"));

        Assert.Contains(Logins.Code, _ada.PagesSeen);
        Assert.Equal(_sandbox.Clock.GetUtcNow().ToUnixTimeSeconds(), (long)Jwt.Payload(tokens["id_token"]!)["auth_time"]!);
    }

    [Fact]
    public async Task Without_the_challenge_the_scope_is_in_no_token_now_or_after_a_refresh()
    {
        _sandbox.Tenant.PostLoginActions = [PostLoginAction.Shipped[1]];
        var tokens = await _sandbox.LogInAsync(_ada, Logins.ForSending);

        var refreshed = await _sandbox.RefreshAsync(tokens.RefreshToken);

        Assert.All([tokens, refreshed], answer => Assert.DoesNotContain("mail:send", answer["scope"]!.Split(' ')));
        Assert.Contains("mail:read", refreshed["scope"]!.Split(' '));
    }

    [Fact]
    public async Task In_the_wrong_order_a_challenge_that_was_met_is_not_seen_and_the_scope_is_taken()
    {
        _sandbox.Tenant.PostLoginActions = [.. PostLoginAction.Shipped.Reverse()];

        var tokens = await _sandbox.LogInAsync(_ada, Logins.ForSending);

        Assert.Contains(Logins.Code, _ada.PagesSeen);
        Assert.DoesNotContain("mail:send", tokens["scope"]!.Split(' '));
    }

    [Fact]
    public async Task After_a_challenge_refreshes_keep_the_scope_and_claim_no_mfa()
    {
        var tokens = await _sandbox.LogInAsync(_ada, Logins.ForSending);
        _ada.PagesSeen.Clear();
        _sandbox.Clock.Advance(TimeSpan.FromHours(30));

        var refreshed = await _sandbox.RefreshAsync(tokens.RefreshToken);

        Assert.Contains("mail:send", refreshed["scope"]!.Split(' '));
        Assert.Empty(_ada.PagesSeen);
        Assert.DoesNotContain(Jwt.Payload(refreshed.AccessToken), claim => claim.Key.StartsWith(Logins.Namespace, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_code_is_told_on_the_page()
    {
        using var ada = new Person(_ada.Username, _ada.Password, "MZXW6YTBOI======", _sandbox.Clock);

        var stuck = await Assert.ThrowsAsync<PersonStuckException>(() => _sandbox.AuthorizeAsync(ada, Logins.ForSending));

        Assert.Contains("The code is wrong", stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_ten_wrong_codes_the_login_is_over()
    {
        var login = await FormPage.OpenAsync(_sandbox, (await _sandbox.GetAsync(_sandbox.AuthorizeUrl(Logins.ForSending))).Location!.ToString());
        var passed = await login.SubmitAsync(("username", TenantSandbox.Ada), ("password", "Ada-sandbox-1!"));
        var page = await FormPage.OpenAsync(_sandbox, passed.Location!.ToString());
        for (var i = 1; i < 10; i++)
            Assert.Contains("The code is wrong", (await page.SubmitAsync(("code", "000000"))).Text, StringComparison.Ordinal);

        var last = await page.SubmitAsync(("code", "000000"));

        Assert.Equal("access_denied", last.Redirect["error"]);
        Assert.Equal(400, (await page.SubmitAsync(("code", "000000"))).Status);
    }

    [Fact]
    public async Task Who_logs_in_over_another_user_half_way_meets_the_challenge_themselves()
    {
        var login = await FormPage.OpenAsync(_sandbox, (await _sandbox.GetAsync(_sandbox.AuthorizeUrl(Logins.ForSending))).Location!.ToString());
        await login.SubmitAsync(("username", TenantSandbox.Ada), ("password", "Ada-sandbox-1!"));

        var cho = await login.SubmitAsync(("username", TenantSandbox.Cho), ("password", "Cho-sandbox-1!"));

        Assert.Contains("/u/mfa-otp-challenge", cho.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_a_factor_enrols_one_and_the_tokens_say_so()
    {
        using var dev = _sandbox.PersonFor(TenantSandbox.Dev);

        var tokens = await _sandbox.LogInAsync(dev, Logins.ForSending);

        Assert.Equal(["Log in", Logins.Enrolment, "Authorize app"], dev.PagesSeen);
        Assert.Contains("mail:send", tokens["scope"]!.Split(' '));
        Assert.True((bool)Jwt.Payload(tokens.AccessToken)[Logins.Namespace + "mfa_enrolled"]!);
        Assert.Equal(dev.TotpSecret, _sandbox.Tenant.FindUser(TenantSandbox.Dev)!.TotpSecret);
    }

    [Fact]
    public async Task An_enrolled_factor_is_challenged_at_the_next_login()
    {
        using var dev = _sandbox.PersonFor(TenantSandbox.Dev);
        await _sandbox.LogInAsync(dev, Logins.ForSending);
        using var elsewhere = _sandbox.PersonFor(TenantSandbox.Dev);

        var tokens = await _sandbox.LogInAsync(elsewhere, Logins.ForSending);

        Assert.Contains(Logins.Code, elsewhere.PagesSeen);
        Assert.False(Jwt.Payload(tokens.AccessToken).ContainsKey(Logins.Namespace + "mfa_enrolled"));
    }

    [Fact]
    public async Task Where_enrolment_is_forbidden_the_login_goes_on_without_the_scope()
    {
        _sandbox.Tenant.Configure("ALLOW_ENROLMENT", "false");
        using var dev = _sandbox.PersonFor(TenantSandbox.Dev);

        var tokens = await _sandbox.LogInAsync(dev, Logins.ForSending);

        Assert.DoesNotContain(Logins.Enrolment, dev.PagesSeen);
        Assert.DoesNotContain("mail:send", tokens["scope"]!.Split(' '));
    }

    [Fact]
    public async Task A_user_whose_factors_are_others_than_the_allowed_ones_is_offered_no_new_one_and_gets_no_scope()
    {
        _sandbox.Tenant.Configure("FACTORS", "webauthn-roaming");

        var tokens = await _sandbox.LogInAsync(_ada, Logins.ForSending);

        Assert.DoesNotContain(Logins.Enrolment, _ada.PagesSeen);
        Assert.DoesNotContain("mail:send", tokens["scope"]!.Split(' '));
    }

    [Fact]
    public async Task Where_no_allowed_factor_is_enabled_the_login_fails()
    {
        _sandbox.Tenant.Configure("FACTORS", "push-notification");

        var answer = await _sandbox.AuthorizeAsync(_ada, Logins.ForSending);

        Assert.Equal("access_denied", answer["error"]);
    }

    [Fact]
    public async Task Prompt_none_where_a_challenge_is_due_is_interaction_required()
    {
        await _sandbox.LogInAsync(_ada, Logins.ForReading);

        var answer = await _sandbox.AuthorizeAsync(_ada, Logins.ForSending, ("prompt", "none"));

        Assert.Equal("interaction_required", answer["error"]);
    }

    [Fact]
    public async Task A_third_party_clients_user_without_mfa_gets_tokens_without_the_scope_and_no_error_page()
    {
        _sandbox.Tenant.Configure("ALLOW_ENROLMENT", "false");
        using var dev = _sandbox.PersonFor(TenantSandbox.Dev);

        var answer = await _sandbox.AuthorizeAsync(dev, ("client_id", "partner-agent"), ("scope", "mail:read mail:send"));

        Assert.NotEmpty(answer["code"]);
        Assert.Equal(["Log in", "Authorize app"], dev.PagesSeen);
    }
}
