using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TokenVaultAgent.Browser.Tests.Browsing;
using TokenVaultAgent.Browser.Tests.TenantPages;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Hosting;
using static Microsoft.Playwright.Assertions;

namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>
/// A user whom no other test knows, at a browser of their own, with an agent whose next call shows what the pages did.
/// </summary>
internal sealed class Visitor : IAsyncDisposable
{
    private const string Password = "Visitor-sandbox-1!";

    private static int _last;

    private readonly SandboxHost _sandbox;

    private Visitor(SandboxHost sandbox, Uri publicUrl, TenantUser user, Tab tab, Agent agent)
    {
        _sandbox = sandbox;
        Root = new Uri(publicUrl, "./");
        User = user;
        Tab = tab;
        Agent = agent;
    }

    public TenantUser User { get; }

    public Tab Tab { get; }

    public IPage Page => Tab.Page;

    public Agent Agent { get; }

    /// <summary>The folder of the server's pages.</summary>
    public Uri Root { get; }

    /// <summary>What the user's Token Vault holds.</summary>
    public IReadOnlyList<ConnectedAccount> Connected => _sandbox.Tenant.ConnectedAccountsOf(User.Sub);

    /// <param name="accounts">Provider accounts, by key in the world, that the user has connected already.</param>
    public static Task<Visitor> ComeAsync(Chromium chromium, SandboxProduct product, Device device, params string[] accounts) =>
        ComeAsync(chromium, product.Sandbox, product.McpUrl, device, accounts);

    /// <param name="publicUrl">The MCP endpoint as the agent and the browser know it.</param>
    public static async Task<Visitor> ComeAsync(
        Chromium chromium, SandboxHost sandbox, Uri publicUrl, Device device, params string[] accounts)
    {
        var tab = await chromium.OpenAsync(device);
        var user = AddUser(sandbox.Tenant, accounts);
        return new Visitor(sandbox, publicUrl, user, tab, await Agent.OfAsync(sandbox, user, publicUrl));
    }

    /// <summary>Opens an address, and logs in where the tenant asks for it.</summary>
    public async Task OpenAsync(Uri address)
    {
        await Page.GotoAsync(address.ToString());
        if (_sandbox.Auth0Url.IsBaseOf(new Uri(Page.Url)))
            await TenantLogin.LogInAsync(Page, User);
    }

    /// <summary>Opens the link that the agent got for a call that must fail.</summary>
    public async Task OpenLinkOfAsync(string tool, object arguments) => await OpenAsync(Agent.Link(await Agent.FailAsync(tool, arguments)));

    /// <summary>Gives the code of the user's authenticator app, which their agent's login had them enrol.</summary>
    public Task GiveCodeAsync(TimeProvider clock) => TenantLogin.GiveCodeAsync(Page, _sandbox.Tenant.FindUserBySub(User.Sub)!.TotpSecret!, clock);

    public Task OpenAccountsAsync() => OpenAsync(new Uri(Root, "accounts"));

    public Task PressAsync(string button) => Button(button).ClickAsync();

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>A link that looks like a button, or one in the text.</summary>
    public Task FollowAsync(string link) => Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();

    /// <summary>The part of the list of accounts that is about one of them.</summary>
    public ILocator Account(string address) => Page.GetByRole(AriaRole.Region, new() { Name = address, Exact = true });

    public Task SeesAsync(string heading) =>
        Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);

    /// <summary>Signs in on the provider's page that is shown, and waits for what it asks.</summary>
    /// <param name="account">By key in the world.</param>
    public async Task SignInAtProviderAsync(string account)
    {
        var known = _sandbox.World.Find(account)!;
        await SeesAsync($"Sign in with {known.Provider}");
        await Page.GetByLabel("Email address").FillAsync(known.Address);
        await Page.GetByLabel("Password").FillAsync(known.Password);
        await PressAsync("Next");
        await SeesAsync(IsGoogle(account) ? "Select what Sandbox tenant can access" : "Permissions requested");
    }

    /// <summary>Signs in on the provider's page that is shown, and grants.</summary>
    /// <param name="account">By key in the world.</param>
    /// <param name="scopes">Which to tick at Google; null for all.</param>
    public async Task GrantAtProviderAsync(string account, Regex? scopes = null)
    {
        await SignInAtProviderAsync(account);
        await GrantAsync(account, scopes);
    }

    /// <summary>Grants what the provider's page asks for, once signed in.</summary>
    public async Task GrantAsync(string account, Regex? scopes = null)
    {
        foreach (var choice in await Page.GetByRole(AriaRole.Checkbox).AllAsync())
            if (scopes?.IsMatch((await choice.GetAttributeAsync("value"))!) ?? true)
                await choice.CheckAsync();
        await PressAsync(IsGoogle(account) ? "Continue" : "Accept");
    }

    /// <summary>Something happened to a connected account at the tenant or the provider.</summary>
    /// <param name="account">By key in the world.</param>
    public void Change(string account, Func<ConnectedAccount, ConnectedAccount> change) =>
        _sandbox.Tenant.AddConnectedAccount(change(Connected.Single(a => a.WorldKey == account)));

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        await Tab.DisposeAsync();
    }

    private bool IsGoogle(string account) => _sandbox.World.Find(account)!.Provider == Sandbox.World.ProviderKind.Google;

    private static TenantUser AddUser(Tenant tenant, string[] accounts)
    {
        var number = Interlocked.Increment(ref _last);
        // As long as names of people and of companies become, for the width of a phone.
        var user = new TenantUser(
            $"auth0|visitor-{number}", $"maximiliana.oyelaran-fitzgerald{number}@research.acme.example", Password, "Maximiliana", null);
        tenant.AddUser(user);
        foreach (var key in accounts)
        {
            var pattern = tenant.Users.SelectMany(u => tenant.ConnectedAccountsOf(u.Sub)).First(a => a.WorldKey == key);
            tenant.AddConnectedAccount(pattern with { Id = $"cac_{number}{key.Replace("-", "", StringComparison.Ordinal)}", UserSub = user.Sub });
        }

        return user;
    }
}
