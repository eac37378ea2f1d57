using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary>Which of a user's connected accounts an exchange is for. Cho has two at Google.</summary>
public sealed class TokenVaultAccountTests
{
    private const string First = "cho.tanaka@gmail.example";
    private const string FirstSubject = "100000000000000000003";
    private const string Second = "cho@studio.example";
    private const string SecondSubject = "100000000000000000004";

    public static TheoryData<LoginHintForm, string, string?> Hints => new()
    {
        { LoginHintForm.Either, First, "cho-google" },
        { LoginHintForm.Either, Second, "cho-studio" },
        { LoginHintForm.Either, "CHO@STUDIO.EXAMPLE", "cho-studio" },
        { LoginHintForm.Either, FirstSubject, "cho-google" },
        { LoginHintForm.Either, SecondSubject, "cho-studio" },
        { LoginHintForm.Email, Second, "cho-studio" },
        { LoginHintForm.Email, SecondSubject, null },
        { LoginHintForm.Subject, SecondSubject, "cho-studio" },
        { LoginHintForm.Subject, Second, null },
        { LoginHintForm.Either, "ada.moreau@gmail.example", null },
        { LoginHintForm.Either, "100000000000000000001", null },
        { LoginHintForm.Either, "cho@acme.example", null },
        { LoginHintForm.Either, "", null },
    };

    [Theory]
    [MemberData(nameof(Hints))]
    public async Task A_login_hint_selects_one_of_the_users_own_accounts_in_the_form_the_tenant_takes(
        LoginHintForm form, string hint, string? account)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { LoginHint = form };

        var answer = await sandbox.ExchangeAsync(await sandbox.SubjectAsync(TenantSandbox.Cho), ("login_hint", hint));

        Assert.Equal(account is null ? (401, "user_not_found") : (200, null), answer.Refusal);
        Assert.Equal(account, answer["access_token"] is { } token ? sandbox.AccountOf(token) : null);
    }

    [Fact]
    public async Task A_wrong_login_hint_matters_with_one_account_too()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.ExchangeAsync(await sandbox.SubjectAsync(), ("login_hint", Second));

        Assert.Equal((401, "user_not_found"), answer.Refusal);
        Assert.Equal("Identity User not found.", answer["error_description"]);
    }

    [Fact]
    public async Task Without_a_hint_the_first_of_several_accounts_is_taken()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.ExchangeAsync(await sandbox.SubjectAsync(TenantSandbox.Cho));

        Assert.Equal("cho-google", sandbox.AccountOf(answer.AccessToken));
    }

    [Fact]
    public async Task Without_a_hint_several_accounts_are_refused_where_the_tenant_does_not_guess()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { SeveralAccounts = SeveralAccounts.Refused };
        var subject = await sandbox.SubjectAsync(TenantSandbox.Cho);

        var ambiguous = await sandbox.ExchangeAsync(subject);
        var hinted = await sandbox.ExchangeAsync(subject, ("login_hint", Second));
        var single = await sandbox.ExchangeAsync(subject, ("connection", VaultClient.Microsoft));

        Assert.Equal((400, "invalid_request"), ambiguous.Refusal);
        Assert.Equal("cho-studio", sandbox.AccountOf(hinted.AccessToken));
        Assert.Equal("cho-microsoft", sandbox.AccountOf(single.AccessToken, ProviderKind.Microsoft));
    }

    [Fact]
    public async Task Each_account_has_a_stored_token_of_its_own()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var subject = await sandbox.SubjectAsync(TenantSandbox.Cho);

        var first = await sandbox.ExchangeAsync(subject, ("login_hint", First));
        var second = await sandbox.ExchangeAsync(subject, ("login_hint", Second));
        var firstAgain = await sandbox.ExchangeAsync(subject, ("login_hint", First));

        Assert.NotEqual(first.AccessToken, second.AccessToken);
        Assert.Equal(first.AccessToken, firstAgain.AccessToken);
    }

    [Fact]
    public async Task Logging_in_with_google_is_not_a_connected_account()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.ExchangeAsync(await sandbox.SubjectAsync(TenantSandbox.Dev));

        Assert.Equal((401, "federated_connection_refresh_token_not_found"), answer.Refusal);
        Assert.Equal("Federated connection Refresh Token not found.", answer["error_description"]);
    }

    [Fact]
    public async Task An_account_is_found_as_soon_as_it_is_connected()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var subject = await sandbox.SubjectAsync(TenantSandbox.Dev);
        sandbox.Tenant.AddConnectedAccount(sandbox.AccountAt(VaultClient.Google) with
        {
            Id = "cac_dev",
            UserSub = sandbox.Tenant.FindUser(TenantSandbox.Dev)!.Sub,
            WorldKey = "cho-studio",
        });

        var answer = await sandbox.ExchangeAsync(subject);

        Assert.Equal("cho-studio", sandbox.AccountOf(answer.AccessToken));
    }
}
