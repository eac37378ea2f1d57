using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.People;
using TokenVaultAgent.Sandbox.Tests.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Mfa;

/// <summary>The shipped Actions over the life of a refresh token, at tenants with and without what holds a scope over refreshes.</summary>
public sealed class RefreshTests : IAsyncLifetime
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

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public async Task After_a_step_up_the_scope_stays_over_every_expiry_where_the_tenant_can_hold_it(bool targetScopes, bool metadata, bool stays)
    {
        Set(targetScopes, metadata);
        var tokens = await _sandbox.LogInAsync(_ada, Logins.ForSending);

        var scopes = await RefreshedAsync(tokens);

        Assert.All(scopes, scope => Assert.Equal(stays, scope.Contains("mail:send")));
        Assert.All(scopes, scope => Assert.Contains("mail:read", scope));
    }

    [Fact]
    public async Task Target_scopes_alone_hold_it_where_the_operator_says_that_there_is_one_audience()
    {
        Set(targetScopes: true, metadata: false);
        _sandbox.Tenant.Configure("ONE_AUDIENCE", "true");
        var tokens = await _sandbox.LogInAsync(_ada, Logins.ForSending);

        Assert.All(await RefreshedAsync(tokens), scope => Assert.Contains("mail:send", scope));
    }

    /// <summary>The target scopes of a login for one API say nothing of another's.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_refresh_for_another_audience_than_the_logins_does_not_bring_it(bool targetScopes, bool metadata)
    {
        Set(targetScopes, metadata);
        _sandbox.Tenant.Put(_sandbox.Tenant.ChatClient with
        {
            RefreshTokenPolicies = new Dictionary<string, IReadOnlyList<string>> { [TenantSandbox.Api] = ["mail:read", "mail:send"] },
        });
        var tokens = await _sandbox.LogInAsync(_ada, ("audience", null), ("scope", "openid offline_access"));

        var refreshed = await _sandbox.RefreshAsync(tokens.RefreshToken, ("audience", TenantSandbox.Api), ("scope", "mail:read mail:send"));
        var again = await _sandbox.RefreshAsync(refreshed.RefreshToken, ("audience", TenantSandbox.Api));

        foreach (var answer in (TenantAnswer[])[refreshed, again])
        {
            Assert.Contains("mail:read", answer["scope"]!.Split(' '));
            Assert.DoesNotContain("mail:send", answer["scope"]!.Split(' '));
        }
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task After_a_login_without_mfa_no_refresh_ever_brings_it(bool targetScopes, bool metadata)
    {
        Set(targetScopes, metadata);
        _sandbox.Tenant.PostLoginActions = [PostLoginAction.Shipped[1]];
        var tokens = await _sandbox.LogInAsync(_ada, Logins.ForSending);

        var scopes = await RefreshedAsync(tokens);

        Assert.DoesNotContain("mail:send", tokens["scope"]!.Split(' '));
        Assert.All(scopes, scope => Assert.DoesNotContain("mail:send", scope));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_step_up_after_a_login_without_mfa_brings_it(bool targetScopes, bool metadata)
    {
        Set(targetScopes, metadata);
        var reading = await _sandbox.LogInAsync(_ada, Logins.ForReading);
        _sandbox.Clock.Advance(TimeSpan.FromHours(25));

        var stepped = await _sandbox.LogInAsync(_ada, Logins.ForSending);

        Assert.DoesNotContain("mail:send", reading["scope"]!.Split(' '));
        Assert.Contains("mail:send", stepped["scope"]!.Split(' '));
        Assert.DoesNotContain("mail:send", (await _sandbox.RefreshAsync(reading.RefreshToken))["scope"]!.Split(' '));
    }

    /// <summary>The scopes of three refreshes, each after the access token before it has expired; each of their tokens can be exchanged.</summary>
    private async Task<IReadOnlyList<string[]>> RefreshedAsync(TenantAnswer tokens)
    {
        var scopes = new List<string[]>();
        var refreshToken = tokens.RefreshToken;
        for (var refresh = 0; refresh < 3; refresh++)
        {
            if (refresh > 0)
                _sandbox.Clock.Advance(TimeSpan.FromHours(25));
            var answer = await _sandbox.RefreshAsync(refreshToken);
            Assert.Equal(200, answer.Status);
            Assert.Equal(200, (await _sandbox.ExchangeAsync(answer.AccessToken)).Status);
            scopes.Add(answer["scope"]!.Split(' '));
            refreshToken = answer.RefreshToken;
        }

        return scopes;
    }

    private void Set(bool targetScopes, bool metadata) =>
        _sandbox.Tenant.Settings = _sandbox.Tenant.Settings with { ActionsTargetScopes = targetScopes, RefreshTokenMetadata = metadata };
}
