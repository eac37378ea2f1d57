using AngleSharp.Html.Parser;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class ConsentTests
{
    [Fact]
    public async Task A_refusal_reaches_the_client_as_access_denied()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor(grantsConsent: false);

        var answer = await sandbox.AuthorizeAsync(ada);

        Assert.Equal(("access_denied", TenantSandbox.State), (answer["error"], answer["state"]));
        Assert.False(answer.ContainsKey("code"));
    }

    [Fact]
    public async Task A_refusal_is_not_remembered_as_consent()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor(grantsConsent: false);
        await sandbox.AuthorizeAsync(ada);

        var answer = await sandbox.AuthorizeAsync(ada, ("prompt", "none"));

        Assert.Equal("consent_required", answer["error"]);
    }

    [Fact]
    public async Task Consent_is_asked_once_for_the_same_scopes()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();

        await sandbox.AuthorizeAsync(ada, ("scope", "calendar:read mail:read"));
        await sandbox.AuthorizeAsync(ada, ("scope", "mail:read"));

        Assert.Single(ada.PagesSeen, "Authorize app");
    }

    [Fact]
    public async Task Consent_is_asked_again_for_a_new_scope()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();
        await sandbox.AuthorizeAsync(ada, ("scope", "calendar:read"));
        ada.PagesSeen.Clear();

        await sandbox.AuthorizeAsync(ada, ("scope", "calendar:read mail:read"));

        Assert.Equal(["Authorize app"], ada.PagesSeen);
    }

    [Fact]
    public async Task Consent_of_one_user_is_not_that_of_another()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();
        await sandbox.AuthorizeAsync(ada);
        using var cho = sandbox.PersonFor(TenantSandbox.Cho);

        await sandbox.AuthorizeAsync(cho);

        Assert.Equal(["Log in", "Authorize app"], cho.PagesSeen);
    }

    [Fact]
    public async Task Prompt_consent_asks_though_consent_was_given()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();
        await sandbox.AuthorizeAsync(ada);
        ada.PagesSeen.Clear();

        var answer = await sandbox.AuthorizeAsync(ada, ("prompt", "consent"));

        Assert.Equal(["Authorize app"], ada.PagesSeen);
        Assert.NotEmpty(answer["code"]);
    }

    [Theory]
    [InlineData("https://app.example/callback", true, false)]
    [InlineData("https://app.example/callback", false, true)]
    [InlineData("http://localhost:3000/callback", true, true)]
    [InlineData("http://127.0.0.1:3000/callback", true, true)]
    public async Task A_first_party_client_skips_consent_where_the_api_allows_it_but_never_on_localhost(string callback, bool skips, bool asks)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.ChatClient with { Callbacks = [new Uri(callback)] });
        sandbox.Tenant.Put(sandbox.Tenant.FindApi(TenantSandbox.Api)! with { SkipConsentForVerifiableFirstPartyClients = skips });
        using var ada = sandbox.PersonFor();

        await sandbox.AuthorizeAsync(ada, ("redirect_uri", callback));

        Assert.Equal(asks, ada.PagesSeen.Contains("Authorize app"));
    }

    [Fact]
    public async Task The_page_names_client_api_and_every_scope()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var login = await FormPage.OpenAsync(sandbox, (await sandbox.GetAsync(sandbox.AuthorizeUrl(("scope", "calendar:read mail:read")))).Location!.ToString());
        var consent = await login.SubmitAsync(("username", TenantSandbox.Ada), ("password", "Ada-sandbox-1!"));

        var page = await new HtmlParser().ParseDocumentAsync((await sandbox.GetAsync(consent.Location!.ToString())).Text);

        Assert.Equal(["Sandbox Chat", "Token Vault Agent"], page.QuerySelectorAll("strong").Select(e => e.TextContent));
        Assert.Equal(["calendar:read", "mail:read"], page.QuerySelectorAll("li").Select(e => e.TextContent));
    }
}
