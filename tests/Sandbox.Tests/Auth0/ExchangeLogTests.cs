using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class ExchangeLogTests
{
    [Fact]
    public async Task A_granted_exchange_is_logged_with_who_and_what()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var hint = sandbox.AccountAt(VaultClient.Google).Address;

        await sandbox.ExchangeAsync(await sandbox.SubjectAsync(), ("login_hint", hint));

        var sub = sandbox.Tenant.FindUser(TenantSandbox.Ada)!.Sub;
        Assert.Equal(
            [new ExchangeEntry(sandbox.Clock.GetUtcNow(), "agent-server-api", sub, VaultClient.Google, hint, "granted")],
            sandbox.Tenant.Exchanges.Entries);
    }

    public static TheoryData<string, string?, string, bool> Refusals => new()
    {
        { "client_secret", "wrong", "access_denied", false },
        { "subject_token", "garbage", "invalid_token", false },
        { "connection", "github", "invalid_request", true },
        { "login_hint", "nobody@gmail.example", "user_not_found", true },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refused_exchange_is_logged_with_its_error(string parameter, string? value, string error, bool subjectIsKnown)
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        await sandbox.ExchangeAsync(await sandbox.SubjectAsync(), (parameter, value));

        var entry = Assert.Single(sandbox.Tenant.Exchanges.Entries);
        Assert.Equal((error, "agent-server-api"), (entry.Outcome, entry.ClientId));
        Assert.Equal(subjectIsKnown ? sandbox.Tenant.FindUser(TenantSandbox.Ada)!.Sub : null, entry.Subject);
    }

    [Fact]
    public async Task No_entry_holds_a_token_or_a_secret()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var subject = await sandbox.SubjectAsync();
        var answer = await sandbox.ExchangeAsync(subject);
        await sandbox.ExchangeAsync(subject, ("connection", "github"));

        var log = string.Concat(sandbox.Tenant.Exchanges.Entries);

        Assert.Equal(2, sandbox.Tenant.Exchanges.Entries.Count);
        Assert.DoesNotContain(subject, log, StringComparison.Ordinal);
        Assert.DoesNotContain(answer.AccessToken, log, StringComparison.Ordinal);
        Assert.DoesNotContain(sandbox.Tenant.AgentServerClient.ClientSecret!, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_grants_are_not_exchanges()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var tokens = await sandbox.LogInAsync();

        await sandbox.RefreshAsync(tokens.RefreshToken);

        Assert.Empty(sandbox.Tenant.Exchanges.Entries);
    }

    [Fact]
    public async Task A_reset_empties_the_log_and_leaves_snapshots_alone()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await sandbox.ExchangeAsync(await sandbox.SubjectAsync());
        var snapshot = sandbox.Tenant.Exchanges.Entries;

        sandbox.Tenant.Reset();

        Assert.Empty(sandbox.Tenant.Exchanges.Entries);
        Assert.Single(snapshot);
    }
}
