
namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class CodeTests
{
    [Fact]
    public async Task A_code_brings_a_bearer_token_that_nobody_may_store()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.RedeemAsync(await sandbox.CodeAsync());

        Assert.Equal((200, "Bearer"), (answer.Status, answer["token_type"]));
        Assert.Equal("openid offline_access calendar:read", answer["scope"]);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
    }

    public static TheoryData<string, string?> Faults => new()
    {
        { "code", "unknown" },
        { "code_verifier", "another-verifier-of-at-least-forty-three-characters" },
        { "code_verifier", "" },
        { "code_verifier", null },
        { "redirect_uri", "http://localhost:6274/oauth/callback" },
        { "redirect_uri", null },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_code_is_refused_with_anything_but_what_it_was_issued_for(string parameter, string? value)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var code = await sandbox.CodeAsync();

        var answer = await sandbox.RedeemAsync(code, (parameter, value));

        Assert.Equal((403, "invalid_grant"), answer.Refusal);
    }

    [Fact]
    public async Task A_code_that_failed_its_verifier_is_spent()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var code = await sandbox.CodeAsync();
        await sandbox.RedeemAsync(code, ("code_verifier", "another-verifier-of-at-least-forty-three-characters"));

        var answer = await sandbox.RedeemAsync(code);

        Assert.Equal((403, "invalid_grant"), answer.Refusal);
    }

    [Fact]
    public async Task A_code_of_another_client_is_refused()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var code = await sandbox.CodeAsync();

        var answer = await sandbox.RedeemAsync(
            code, ("client_id", "agent-server-web"), ("client_secret", sandbox.Tenant.AgentServerWebClient.ClientSecret));

        Assert.Equal((403, "invalid_grant"), answer.Refusal);
    }

    [Fact]
    public async Task A_second_use_is_refused_and_revokes_what_the_first_one_brought()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var code = await sandbox.CodeAsync();
        var first = await sandbox.RedeemAsync(code);

        var second = await sandbox.RedeemAsync(code);

        Assert.Equal((403, "invalid_grant"), second.Refusal);
        Assert.Equal((403, "invalid_grant"), (await sandbox.RefreshAsync(first.RefreshToken)).Refusal);
    }

    [Theory]
    [InlineData(59, 200)]
    [InlineData(60, 403)]
    public async Task A_code_lives_for_a_minute(int seconds, int status)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var code = await sandbox.CodeAsync();
        sandbox.Clock.Advance(TimeSpan.FromSeconds(seconds));

        var answer = await sandbox.RedeemAsync(code);

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_missing_code_is_an_invalid_request()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.RedeemAsync("");

        Assert.Equal((400, "invalid_request"), answer.Refusal);
    }
}
