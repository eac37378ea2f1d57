using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.AgentServer.Tests.Connections;

/// <summary>What users and agents are told where the tenant refuses this server itself, in the words it is documented and reported to have.</summary>
public sealed class TenantInTroubleTests : IAsyncLifetime
{
    private Chat _chat = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Uri Accounts => new(_chat.Root, "accounts");

    public async ValueTask InitializeAsync() => _chat = await Chat.StartAsync();

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    [Theory]
    [InlineData(TokenErrors.Reported)]
    [InlineData(TokenErrors.Documented)]
    public async Task A_wrong_secret_of_the_web_application_is_one_sentence_and_no_circle_of_logins(TokenErrors form)
    {
        using var ada = _chat.Person(Chat.Ada);
        await ada.BrowseAsync(Accounts, Cancelled);
        Set(settings => settings with { TokenErrors = form });
        _chat.Tenant.Put(_chat.Tenant.AgentServerWebClient with { ClientSecret = "another-secret-than-the-servers-own-0001" });
        ada.PagesSeen.Clear();

        var page = await ada.BrowseAsync(Accounts, Cancelled);

        Assert.Equal("This service is not set up rightly", page.Heading);
        Assert.Single(ada.PagesSeen);
        Assert.DoesNotContain("Log in", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TokenErrors.Reported)]
    [InlineData(TokenErrors.Documented)]
    public async Task A_wrong_secret_of_the_exchanging_client_and_a_policy_of_always_are_the_operators_to_mend(TokenErrors form)
    {
        await using var agent = await _chat.AgentAsync(Chat.Ada);
        Set(settings => settings with { TokenErrors = form, MfaPolicy = MfaPolicy.Always });
        var always = await agent.FailAsync("calendar_list_events", new { account = "google" }, Cancelled);
        Set(settings => settings with { MfaPolicy = MfaPolicy.Never });
        _chat.Tenant.Put(_chat.Tenant.AgentServerClient with { ClientSecret = "another-secret-than-the-servers-own-0001" });
        var secret = await agent.FailAsync("calendar_list_events", new { account = "google" }, Cancelled);

        Assert.Equal(("tenant_misconfigured", "tenant_misconfigured"), (Chat.Code(always), Chat.Code(secret)));
        Assert.Contains("Never", always.GetProperty("hint").GetString(), StringComparison.Ordinal);
        Assert.Contains("Auth0:ClientId", secret.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_factor_that_my_account_asks_for_is_asked_of_the_user_once()
    {
        Set(settings => settings with { MyAccountRequiresMfa = true });
        using var ada = _chat.Person(Chat.Ada);

        var page = await ada.BrowseAsync(Accounts, Cancelled);

        Assert.Equal("Your connected accounts", page.Heading);
        Assert.Single(ada.PagesSeen, "Verify your identity");
    }

    [Fact]
    public async Task Who_cannot_meet_it_is_told_so()
    {
        Set(settings => settings with { MyAccountRequiresMfa = true });
        _chat.Tenant.PostLoginActions = [];
        using var ada = _chat.Person(Chat.Ada);

        var page = await ada.BrowseAsync(Accounts, Cancelled);

        Assert.Equal("A second factor is needed", page.Heading);
    }

    [Theory]
    [InlineData("tenant.eu.auth0.example", null, "That did not work")]
    [InlineData("tenant.eu.auth0.example", "other.eu.auth0.example", "That did not work")]
    [InlineData("tenant.eu.auth0.example", "tenant.eu.auth0.example", null)]
    public async Task A_browser_is_sent_to_the_tenants_own_domains_alone(string domain, string? other, string? told)
    {
        await using var chat = await Chat.StartAsync(("Auth0:OtherDomains:0", other));
        chat.Forget(Chat.Dev);
        chat.Tenant.Settings = chat.Tenant.Settings with { ConnectDomain = domain };
        await using var agent = await chat.AgentAsync(Chat.Dev);
        using var dev = chat.Person(Chat.Dev, "dev-google");
        dev.StopsAtDecisions = true;
        var asked = await dev.BrowseAsync(Chat.Link(await agent.FailAsync("calendar_list_events", new { account = "google" }, Cancelled)), Cancelled);

        if (told is null)
            Assert.StartsWith($"https://{domain}/", (await dev.PressAsync(asked, "Continue with Google", new Uri($"https://{domain}/connected-accounts/connect"), Cancelled)).ToString(), StringComparison.Ordinal);
        else
            Assert.Equal(told, (await dev.PressAsync(asked, "Continue with Google", Cancelled)).Heading);
    }

    private void Set(Func<TenantSettings, TenantSettings> change) => _chat.Tenant.Settings = change(_chat.Tenant.Settings);
}
