using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using TokenVaultAgent.Browser.Tests.Browsing;
using TokenVaultAgent.Browser.Tests.Checks;
using TokenVaultAgent.Browser.Tests.Fronts;
using TokenVaultAgent.Browser.Tests.TenantPages;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>As it is deployed, behind a front that ends TLS: every page of the server on one walk, each with its headers and cookies.</summary>
public sealed class TlsTests(Chromium chromium) : IAsyncLifetime
{
    private static readonly (string Subject, string Button, string Told)[] Decisions =
        [("First", "Send this mail", "Approved"), ("Second", "Not like this: let my assistant change it", "Not approved")];

    private static readonly string[] Ben = ["ben@acme.example"];
    private static readonly object AtGoogle = new { account = "google" };

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly ConcurrentQueue<IResponse> _answers = [];
    private TlsFront _front = null!;
    private SandboxProduct _product = null!;
    private Uri _mcp = null!;

    public async ValueTask InitializeAsync()
    {
        _front = await TlsFront.StartAsync(TestContext.Current.CancellationToken);
        _mcp = new Uri(_front.Url, "mcp");
        _product = await SandboxProduct.StartAsync(new SandboxProductOptions
        {
            AgentServerSettings = new Dictionary<string, string?> { ["Mcp:PublicUrl"] = _mcp.ToString(), ["Auth0:Audience"] = _mcp.ToString() },
            ConfigureAgentServer = builder => builder.Services.AddSingleton<TimeProvider>(_clock),
        });
        _product.Sandbox.Tenant.SetAgentServer(_mcp);
        _front.ForwardTo(_product.McpUrl);
    }

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync();
        await _product.DisposeAsync();
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task Every_page_obeys_the_rules(Device device)
    {
        await using var visitor = await ComeAsync(device);
        await using var other = await ComeAsync(device);
        visitor.Page.Response += (_, answer) => Note(answer);

        await using var approver = await Visitor.ComeAsync(chromium, _product.Sandbox, _mcp, device, "cho-google");
        approver.Page.Response += (_, answer) => Note(answer);

        await ApproveAsync(approver);
        await LogInAsync(visitor);
        var link = await ConnectAsync(visitor);
        await StrayAsync(visitor, other);
        await DisconnectAsync(visitor, link);
        await LoseTheLoginAsync(visitor);
        await visitor.PressAsync("Sign out");
        await visitor.SeesAsync("Signed out");

        await PageRules.AssertCookiesAsync(visitor.Tab.Context, _front.Url);
        Assert.Equal(28, await JudgeAsync());
    }

    private async Task ApproveAsync(Visitor visitor)
    {
        foreach (var (subject, button, told) in Decisions)
        {
            await visitor.OpenLinkOfAsync("mail_send_message", new { account = "google", to = Ben, subject, body = "Here they are." });
            if (subject == "First")
                await visitor.GiveCodeAsync(TimeProvider.System);
            await visitor.SeesAsync("Send this mail to ben@acme.example?");
            await visitor.PressAsync(button);
            await visitor.SeesAsync(told);
        }

        await PageRules.AssertCookiesAsync(visitor.Tab.Context, _front.Url);
    }

    private async Task LogInAsync(Visitor visitor)
    {
        await GoToAsync(visitor, "signin/callback?error=access_denied");
        await visitor.SeesAsync("Not logged in");
        await GoToAsync(visitor, "accounts");
        await visitor.SeesAsync("Log in");
        // Those that bind the login's answer to this browser.
        await PageRules.AssertCookiesAsync(visitor.Tab.Context, _front.Url);
        await TenantLogin.LogInAsync(visitor.Page, visitor.User);
        await visitor.SeesAsync("Your connected accounts");
    }

    private async Task<Uri> ConnectAsync(Visitor visitor)
    {
        await visitor.OpenLinkOfAsync("calendar_list_events", new { });
        await visitor.PressAsync("Do not connect");
        await visitor.SeesAsync("Not connected");
        await visitor.PressAsync("I have changed my mind");
        await visitor.SeesAsync("Connect an account");
        var link = new Uri(visitor.Page.Url);
        await visitor.Page.EvaluateAsync("document.querySelector('input[name=form_token]').remove()");
        await visitor.PressAsync("Continue with Google");
        await visitor.SeesAsync("Please try again");

        await visitor.OpenAsync(link);
        await visitor.Page.RouteAsync(link.ToString(), StayAWhileAsync, new() { Times = 1 });
        await visitor.PressAsync("Continue with Google");
        await visitor.SeesAsync("Taking you to Google");
        await visitor.Tab.LookAsync("leaving");
        await PageRules.AssertCookiesAsync(visitor.Tab.Context, _front.Url);
        await visitor.Page.GetByRole(AriaRole.Link).ClickAsync();
        await visitor.GrantAtProviderAsync("dev-google");
        await visitor.SeesAsync("Connected");
        await visitor.Agent.CallAsync("calendar_list_events", AtGoogle);
        return link;
    }

    /// <summary>The page as the server gave it, but that it does not send the browser away before one has looked at it (a day: axe minds a delay of minutes).</summary>
    private static async Task StayAWhileAsync(IRoute route)
    {
        var answer = await route.FetchAsync(new() { MaxRedirects = 0 });
        var page = await answer.TextAsync();
        Assert.Contains("content=\"0;", page);
        await route.FulfillAsync(new() { Response = answer, Body = page.Replace("content=\"0;", "content=\"72001;") });
    }

    private static async Task StrayAsync(Visitor visitor, Visitor other)
    {
        await GoToAsync(visitor, "connect/callback?error=access_denied&state=guessed");
        await visitor.SeesAsync("Start again");
        await GoToAsync(visitor, "connect/callback");
        await visitor.SeesAsync("One moment");
        await GoToAsync(visitor, "connect/cut-off");
        await visitor.SeesAsync("This link is not valid");
        await visitor.Tab.LookAsync("not-valid");
        await visitor.OpenAsync(Agent.Link(await other.Agent.FailAsync("calendar_list_events", AtGoogle)));
        await visitor.SeesAsync("This link is for someone else");
    }

    private async Task DisconnectAsync(Visitor visitor, Uri connected)
    {
        await visitor.OpenLinkOfAsync("accounts_disconnect", AtGoogle);
        await visitor.SeesAsync("Disconnect this account?");
        await visitor.PressAsync("Disconnect");
        await visitor.SeesAsync("Disconnected");
        await visitor.OpenAsync(connected);
        await visitor.SeesAsync("This link has been used");
        await visitor.Tab.LookAsync("used");
        var link = Agent.Link(await visitor.Agent.FailAsync("calendar_list_events", AtGoogle));
        _clock.Advance(TimeSpan.FromMinutes(10));
        await visitor.OpenAsync(link);
        await visitor.SeesAsync("This link has expired");
    }

    private async Task LoseTheLoginAsync(Visitor visitor)
    {
        AuthZeroRefuses(503, null);
        await visitor.OpenAccountsAsync();
        await visitor.SeesAsync("That did not work");
        AuthZeroRefuses(403, "invalid_grant");
        await visitor.OpenAccountsAsync();
        await visitor.SeesAsync("Your login has ended");
        await visitor.OpenAccountsAsync();
        await visitor.Tab.Context.ClearCookiesAsync(new() { Name = "__Host-session" });
        await visitor.Page.RunAndWaitForResponseAsync(() => visitor.PressAsync("Connect Google"), "**/signin/callback?**");
        await visitor.SeesAsync("Your connected accounts");
    }

    private void Note(IResponse answer)
    {
        if (_front.Url.IsBaseOf(new Uri(answer.Url)))
            _answers.Enqueue(answer);
    }

    /// <returns>How many pages there were, redirects and files not counted.</returns>
    private async Task<int> JudgeAsync()
    {
        var pages = 0;
        foreach (var answer in _answers)
        {
            await PageRules.AssertSetCookiesAsync(answer);
            if (answer.Request.ResourceType != "document" || answer.Status is >= 300 and < 400)
                continue;
            await PageRules.AssertHeadersAsync(answer);
            pages++;
        }

        return pages;
    }

    private static async Task GoToAsync(Visitor visitor, string page) => await visitor.Page.GotoAsync(new Uri(visitor.Root, page).ToString());

    private void AuthZeroRefuses(int status, string? code) => _product.Sandbox.Faults.Add(new FaultRule
    {
        Service = "auth0",
        Kind = FaultKind.Status,
        Path = "/oauth/token",
        Status = status,
        Code = code,
        Times = 1,
    });

    private Task<Visitor> ComeAsync(Device device) => Visitor.ComeAsync(chromium, _product.Sandbox, _mcp, device);
}
