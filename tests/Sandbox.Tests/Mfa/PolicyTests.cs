using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Tests.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Mfa;

/// <summary>The tenant's own MFA policy, which prompts whether or not anyone is there.</summary>
public sealed class PolicyTests : IAsyncLifetime
{
    private TenantSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await TenantSandbox.StartAsync();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Always_asks_for_a_code_once_a_session()
    {
        Set(MfaPolicy.Always);
        using var ada = _sandbox.PersonFor();

        await _sandbox.AuthorizeAsync(ada);
        await _sandbox.AuthorizeAsync(ada);

        Assert.Equal(["Log in", Logins.Code, "Authorize app"], ada.PagesSeen);
    }

    [Fact]
    public async Task Always_lets_a_user_without_a_factor_enrol_one()
    {
        Set(MfaPolicy.Always);
        using var dev = _sandbox.PersonFor(TenantSandbox.Dev);

        await _sandbox.AuthorizeAsync(dev);

        Assert.Contains(Logins.Enrolment, dev.PagesSeen);
    }

    [Fact]
    public async Task Always_has_no_say_where_an_action_has_challenged()
    {
        Set(MfaPolicy.Always);
        using var ada = _sandbox.PersonFor();

        await _sandbox.AuthorizeAsync(ada, Logins.ForSending);

        Assert.Single(ada.PagesSeen, Logins.Code);
    }

    [Fact]
    public async Task Always_breaks_refreshes()
    {
        var tokens = await _sandbox.LogInAsync();
        Set(MfaPolicy.Always);

        var answer = await _sandbox.RefreshAsync(tokens.RefreshToken);

        Assert.Equal((403, "mfa_required"), answer.Refusal);
        Assert.NotNull(answer["mfa_token"]);
    }

    [Fact]
    public async Task Never_asks_for_nothing()
    {
        using var ada = _sandbox.PersonFor();

        await _sandbox.AuthorizeAsync(ada);

        Assert.DoesNotContain(Logins.Code, ada.PagesSeen);
    }

    [Fact]
    public async Task Adaptive_asks_in_a_browser_that_is_new_for_the_user_and_not_in_one_that_is_known()
    {
        Set(MfaPolicy.Adaptive);
        using var ada = _sandbox.PersonFor();
        await _sandbox.AuthorizeAsync(ada);
        var first = ada.PagesSeen.Contains(Logins.Code);
        ada.PagesSeen.Clear();
        await _sandbox.AuthorizeAsync(ada, ("prompt", "login"));

        Assert.True(first);
        Assert.DoesNotContain(Logins.Code, ada.PagesSeen);
    }

    [Fact]
    public async Task Adaptive_breaks_no_refresh()
    {
        var tokens = await _sandbox.LogInAsync();
        Set(MfaPolicy.Adaptive);

        Assert.Equal(200, (await _sandbox.RefreshAsync(tokens.RefreshToken)).Status);
    }

    private void Set(MfaPolicy policy) => _sandbox.Tenant.Settings = _sandbox.Tenant.Settings with { MfaPolicy = policy };
}
