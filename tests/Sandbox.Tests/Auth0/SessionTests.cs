using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class SessionTests
{
    [Fact]
    public async Task Prompt_none_without_a_session_is_login_required()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(("prompt", "none")));

        Assert.Equal(("login_required", TenantSandbox.State), (answer.Redirect["error"], answer.Redirect["state"]));
    }

    [Fact]
    public async Task Prompt_none_without_consent_is_consent_required()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();
        await sandbox.AuthorizeAsync(ada, ("audience", null));

        var answer = await sandbox.AuthorizeAsync(ada, ("prompt", "none"));

        Assert.Equal("consent_required", answer["error"]);
    }

    [Fact]
    public async Task Prompt_none_where_a_second_factor_is_due_is_interaction_required()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();
        await sandbox.AuthorizeAsync(ada);
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { MfaPolicy = MfaPolicy.Always };

        var answer = await sandbox.AuthorizeAsync(ada, ("prompt", "none"));

        Assert.Equal("interaction_required", answer["error"]);
    }

    [Fact]
    public async Task Prompt_none_with_session_and_consent_shows_no_page()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();
        await sandbox.AuthorizeAsync(ada);
        ada.PagesSeen.Clear();

        var answer = await sandbox.AuthorizeAsync(ada, ("prompt", "none"));

        Assert.NotEmpty(answer["code"]);
        Assert.Empty(ada.PagesSeen);
    }

    [Fact]
    public async Task Prompt_login_asks_for_the_password_though_there_is_a_session()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();
        await sandbox.AuthorizeAsync(ada);
        ada.PagesSeen.Clear();

        await sandbox.AuthorizeAsync(ada, ("prompt", "login"));

        Assert.Equal(["Log in"], ada.PagesSeen);
    }

    [Theory]
    [InlineData(60, "60", false)]
    [InlineData(61, "60", true)]
    [InlineData(0, "0", true)]
    [InlineData(100_000, null, false)]
    public async Task Max_age_asks_for_the_password_once_the_login_is_older(int elapsed, string? maxAge, bool asks)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();
        await sandbox.AuthorizeAsync(ada);
        ada.PagesSeen.Clear();
        sandbox.Clock.Advance(TimeSpan.FromSeconds(elapsed));

        await sandbox.AuthorizeAsync(ada, ("max_age", maxAge));

        Assert.Equal(asks, ada.PagesSeen.Contains("Log in"));
    }

    [Fact]
    public async Task Max_age_with_prompt_none_is_login_required_once_the_login_is_older()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();
        await sandbox.AuthorizeAsync(ada);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(61));

        var answer = await sandbox.AuthorizeAsync(ada, ("max_age", "60"), ("prompt", "none"));

        Assert.Equal("login_required", answer["error"]);
    }
}
