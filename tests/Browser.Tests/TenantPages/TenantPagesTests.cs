using Microsoft.Playwright;
using TokenVaultAgent.Browser.Tests.Browsing;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Hosting;
using static Microsoft.Playwright.Assertions;

namespace TokenVaultAgent.Browser.Tests.TenantPages;

/// <summary>The sandbox tenant's pages, as a person sees them.</summary>
public sealed class TenantPagesTests(Chromium chromium, RunningProduct running) : IClassFixture<RunningProduct>
{
    private SandboxProduct Product => running.Product;

    private TenantUser Ada => Product.Sandbox.Tenant.FindUser("ada@acme.example")!;

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task The_login_page_names_the_client(Device device)
    {
        await using var tab = await chromium.OpenAsync(device);

        await tab.Page.GotoAsync(TenantLogin.AuthorizeUrl(Product));

        await Expect(tab.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Log in");
        await Expect(tab.Page.GetByText("to continue to Sandbox Chat")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByLabel("Email address")).ToBeFocusedAsync();
        await tab.LookAsync("login");
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_wrong_password_is_said_and_the_address_stays(Device device)
    {
        await using var tab = await chromium.OpenAsync(device);
        await tab.Page.GotoAsync(TenantLogin.AuthorizeUrl(Product));

        await TenantLogin.LogInAsync(tab.Page, Ada, "not her password");

        await Expect(tab.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Wrong email or password");
        await Expect(tab.Page.GetByLabel("Email address")).ToHaveValueAsync(Ada.Email);
        await tab.LookAsync("wrong-password");
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task The_consent_page_names_every_scope(Device device)
    {
        await using var tab = await chromium.OpenAsync(device);
        await tab.Page.GotoAsync(TenantLogin.AuthorizeUrl(Product));

        await TenantLogin.LogInAsync(tab.Page, Ada);

        await Expect(tab.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Authorize app");
        await Expect(tab.Page.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(
            ["openid", "offline_access", "calendar:read", "mail:read"]);
        await Expect(tab.Page.GetByRole(AriaRole.Button)).ToHaveTextAsync(["Accept", "Decline"]);
        await tab.LookAsync("consent");
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_sensitive_scope_asks_for_a_code(Device device)
    {
        await using var tab = await chromium.OpenAsync(device);
        await tab.Page.GotoAsync(TenantLogin.AuthorizeUrl(Product, ("scope", "mail:send")));
        await TenantLogin.LogInAsync(tab.Page, Ada);

        await Expect(tab.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Verify your identity");
        await tab.LookAsync("challenge");
        await tab.Page.GetByLabel("One-time code").FillAsync("000000");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The code is wrong");
        await tab.LookAsync("wrong-code");
        await TenantLogin.GiveCodeAsync(tab.Page, Ada.TotpSecret!, TimeProvider.System);

        await Expect(tab.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Authorize app");
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task The_consent_page_says_that_a_client_is_someone_elses(Device device)
    {
        await using var tab = await chromium.OpenAsync(device);
        await tab.Page.GotoAsync(TenantLogin.AuthorizeUrl(Product, ("client_id", "partner-agent"), ("scope", "calendar:read")));

        await TenantLogin.LogInAsync(tab.Page, Ada);

        await Expect(tab.Page.GetByText("a third-party application")).ToBeVisibleAsync();
        await tab.LookAsync("consent");
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task The_error_page_names_the_unknown_client_however_long(Device device)
    {
        const string client = "https://somebodyelseschatapplication.anorganisationwithalongname.example/oauth/client.json";
        await using var tab = await chromium.OpenAsync(device);

        var answer = await tab.Page.GotoAsync(TenantLogin.AuthorizeUrl(Product, ("client_id", client)));

        Assert.Equal(400, answer!.Status);
        await Expect(tab.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Oops, something went wrong");
        await Expect(tab.Page.GetByText(client)).ToBeVisibleAsync();
        await tab.LookAsync("error");
    }
}
