using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class PublicClientTests
{
    [Fact]
    public async Task A_person_logs_in_and_the_client_gets_its_tokens()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = Person.From(sandbox.Tenant.FindUser(TenantSandbox.Ada)!, sandbox.Clock);

        var tokens = await LogInAsync(sandbox, ada);

        Assert.Equal(("offline_access calendar:read", 86_400), (tokens.Scope, tokens.ExpiresIn));
        Assert.NotNull(tokens.RefreshToken);
    }

    [Fact]
    public async Task Tokens_print_as_redacted()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();

        var tokens = await LogInAsync(sandbox, ada);

        Assert.Equal("[redacted]", tokens.ToString());
    }

    [Fact]
    public async Task A_refusal_by_the_person_is_thrown_with_its_error()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor(grantsConsent: false);

        var refused = await Assert.ThrowsAsync<AuthorizationRefusedException>(() => LogInAsync(sandbox, ada));

        Assert.Equal("access_denied", refused.Error);
    }

    [Fact]
    public async Task A_refused_refresh_is_thrown_with_its_error()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var refused = await Assert.ThrowsAsync<AuthorizationRefusedException>(() =>
            Client(sandbox).RefreshAsync("v1.unknown", TestContext.Current.CancellationToken));

        Assert.Equal("invalid_grant", refused.Error);
    }

    [Fact]
    public async Task A_person_in_front_of_an_error_page_is_stuck_and_says_where()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();

        var stuck = await Assert.ThrowsAsync<PersonStuckException>(() => sandbox.AuthorizeAsync(ada, ("client_id", "nobody")));

        Assert.Contains("Oops, something went wrong", stuck.Message, StringComparison.Ordinal);
    }

    private static PublicClient Client(TenantSandbox sandbox) => new(sandbox.Host.Auth0Url, "sandbox-chat", TenantSandbox.Callback, sandbox.Http);

    private static Task<IssuedTokens> LogInAsync(TenantSandbox sandbox, Person person) => Client(sandbox).LogInAsync(
        person, new Uri(TenantSandbox.Api), "offline_access calendar:read", TestContext.Current.CancellationToken);
}
