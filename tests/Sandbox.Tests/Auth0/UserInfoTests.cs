using System.Net.Http.Headers;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class UserInfoTests
{
    [Theory]
    [InlineData("openid calendar:read", TenantSandbox.Api, null, null)]
    [InlineData("openid profile", TenantSandbox.Api, "Ada Moreau", null)]
    [InlineData("openid email", TenantSandbox.Api, null, TenantSandbox.Ada)]
    [InlineData("openid profile email", null, "Ada Moreau", TenantSandbox.Ada)]
    public async Task A_token_with_openid_reads_the_claims_that_its_scopes_open(string scope, string? audience, string? name, string? email)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var token = (await sandbox.LogInAsync(TenantSandbox.Ada, ("scope", scope), ("audience", audience))).AccessToken;

        var answer = await AskAsync(sandbox, token);

        Assert.Equal((200, sandbox.Tenant.FindUser(TenantSandbox.Ada)!.Sub), (answer.Status, answer["sub"]));
        Assert.Equal((name, email), (answer["name"], answer["email"]));
    }

    [Theory]
    [InlineData("calendar:read profile email", TenantSandbox.Api)]
    [InlineData("profile email", null)]
    public async Task A_token_without_openid_reads_nothing(string scope, string? audience)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var token = (await sandbox.LogInAsync(TenantSandbox.Ada, ("scope", scope), ("audience", audience))).AccessToken;

        var answer = await AskAsync(sandbox, token);

        Assert.Equal(401, answer.Status);
        Assert.Contains("invalid_token", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TenantSandbox.Api)]
    [InlineData(null)]
    public async Task An_expired_token_reads_nothing(string? audience)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var token = (await sandbox.LogInAsync(TenantSandbox.Ada, ("audience", audience))).AccessToken;
        sandbox.Clock.Advance(TimeSpan.FromDays(1));

        var answer = await AskAsync(sandbox, token);

        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public async Task An_id_token_is_no_access_token()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var token = (await sandbox.LogInAsync())["id_token"]!;

        var answer = await AskAsync(sandbox, token);

        Assert.Equal(401, answer.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    public async Task Garbage_reads_nothing(string? token)
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await AskAsync(sandbox, token);

        Assert.Equal(401, answer.Status);
    }

    private static Task<TenantAnswer> AskAsync(TenantSandbox sandbox, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "userinfo");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return sandbox.SendAsync(request);
    }
}
