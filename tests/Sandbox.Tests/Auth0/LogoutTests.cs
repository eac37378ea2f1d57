using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class LogoutTests
{
    private static readonly Uri Home = new("http://127.0.0.1:8976/");

    public static TheoryData<string, string> Endpoints => new()
    {
        { "v2/logout", "returnTo" },
        { "oidc/logout", "post_logout_redirect_uri" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Logout_ends_the_session_and_returns_to_a_registered_url(string path, string parameter)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();
        await sandbox.AuthorizeAsync(ada);

        var back = await LogOutAsync(sandbox, ada, $"{path}?client_id=sandbox-chat&{parameter}={Uri.EscapeDataString(Home.ToString())}");

        Assert.Equal(Home, back);
        Assert.Equal("login_required", (await sandbox.AuthorizeAsync(ada, ("prompt", "none")))["error"]);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Logout_never_returns_to_an_unregistered_url(string path, string parameter)
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answers = new List<TenantAnswer>();
        foreach (var query in UntrustedReturns(parameter))
            answers.Add(await sandbox.GetAsync($"{path}?{query}"));

        Assert.All(answers, answer => Assert.Equal((400, null), (answer.Status, answer.Location)));
    }

    [Fact]
    public async Task Logout_is_closed_to_third_party_clients()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.FindClient("partner-agent")! with { AllowedLogoutUrls = [Home] });

        var answer = await sandbox.GetAsync($"v2/logout?client_id=partner-agent&returnTo={Uri.EscapeDataString(Home.ToString())}");

        Assert.Equal((400, null), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task Logout_without_a_url_to_return_to_says_ok()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.GetAsync("v2/logout?client_id=sandbox-chat");

        Assert.Equal((200, "OK"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Logout_of_OpenID_Connect_knows_the_client_by_an_old_ID_token_and_returns_the_state()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();
        var tokens = await sandbox.RedeemAsync((await sandbox.AuthorizeAsync(ada))["code"]);
        sandbox.Clock.Advance(TimeSpan.FromDays(2));

        var back = await LogOutAsync(
            sandbox, ada, $"oidc/logout?id_token_hint={tokens["id_token"]}&state=s1&post_logout_redirect_uri={Uri.EscapeDataString(Home.ToString())}");
        var forged = await sandbox.GetAsync($"oidc/logout?id_token_hint={tokens["id_token"]}x&post_logout_redirect_uri={Uri.EscapeDataString(Home.ToString())}");

        Assert.Equal("?state=s1", back.Query);
        Assert.Equal((400, null), (forged.Status, forged.Location));
    }

    [Fact]
    public async Task A_refresh_token_outlives_the_session()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();
        var tokens = await sandbox.RedeemAsync((await sandbox.AuthorizeAsync(ada))["code"]);
        await LogOutAsync(sandbox, ada, $"v2/logout?client_id=sandbox-chat&returnTo={Uri.EscapeDataString(Home.ToString())}");

        var refreshed = await sandbox.RefreshAsync(tokens.RefreshToken);

        Assert.Equal(200, refreshed.Status);
    }

    private static Task<Uri> LogOutAsync(TenantSandbox sandbox, Person person, string path) =>
        person.AuthorizeAsync(new Uri(sandbox.Host.Auth0Url, path), Home, TestContext.Current.CancellationToken);

    private static IEnumerable<string> UntrustedReturns(string parameter) =>
    [
        $"client_id=sandbox-chat&{parameter}=https%3A%2F%2Fevil.example%2F",
        $"client_id=nobody&{parameter}={Uri.EscapeDataString(Home.ToString())}",
        $"{parameter}={Uri.EscapeDataString(Home.ToString())}",
        $"client_id=sandbox-chat&{parameter}={Uri.EscapeDataString(Home + "elsewhere")}",
    ];
}
