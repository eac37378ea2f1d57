using TokenVaultAgent.Browser.Tests.Browsing;
using TokenVaultAgent.Browser.Tests.TenantPages;
using TokenVaultAgent.Sandbox.FaultInjection;
using static Microsoft.Playwright.Assertions;

namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>Whose session it is, whether it still is one, and whose form.</summary>
public sealed class SessionTests(Chromium chromium, RunningProduct running) : IClassFixture<RunningProduct>
{
    private static readonly object AtGoogle = new { account = "google" };

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_link_does_nothing_for_another_user_who_can_make_way_for_the_right_one(Device device)
    {
        await using var visitor = await ComeAsync(device);
        await using var stranger = await ComeAsync(device);
        var link = Agent.Link(await visitor.Agent.FailAsync("calendar_list_events", AtGoogle));

        await stranger.OpenAsync(link);
        await stranger.SeesAsync("This link is for someone else");
        await Expect(stranger.Page.GetByText(stranger.User.Email)).ToBeVisibleAsync();
        await Expect(stranger.Page.GetByText(visitor.User.Email)).ToHaveCountAsync(0);
        await stranger.Tab.LookAsync("someone-else");
        var still = Agent.Link(await visitor.Agent.FailAsync("calendar_list_events", AtGoogle));
        await stranger.FollowAsync("Log in as someone else");
        await TenantLogin.LogInAsync(stranger.Page, visitor.User);
        await stranger.SeesAsync("Connect your Google account");
        await stranger.PressAsync("Continue with Google");
        await stranger.GrantAtProviderAsync("dev-google");
        await stranger.SeesAsync("Connected");

        Assert.Equal(link, still);
        Assert.Empty(stranger.Connected);
        Assert.Single(visitor.Connected);
        await visitor.Agent.CallAsync("calendar_list_events", AtGoogle);
        await stranger.Agent.FailAsync("calendar_list_events", AtGoogle);
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_form_without_its_token_decides_nothing(Device device)
    {
        await using var visitor = await ComeAsync(device);
        var link = Agent.Link(await visitor.Agent.FailAsync("calendar_list_events", AtGoogle));
        await visitor.OpenAsync(link);
        await visitor.Page.EvaluateAsync("document.querySelector('input[name=form_token]').remove()");

        var answer = await visitor.Page.RunAndWaitForResponseAsync(() => visitor.PressAsync("Do not connect"), link.ToString());
        await visitor.SeesAsync("Please try again");
        await visitor.Tab.LookAsync("no-token");

        Assert.Equal(400, answer.Status);
        Assert.Equal(link, Agent.Link(await visitor.Agent.FailAsync("calendar_list_events", AtGoogle)));
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_session_that_ends_while_the_page_is_open_costs_one_more_press(Device device)
    {
        await using var visitor = await ComeAsync(device);
        await visitor.OpenLinkOfAsync("calendar_list_events", AtGoogle);
        await visitor.Tab.Context.ClearCookiesAsync(new() { Name = "agent-session" });

        await visitor.Page.RunAndWaitForResponseAsync(() => visitor.PressAsync("Continue with Google"), "**/signin/callback?**");
        await visitor.SeesAsync("Connect your Google account");
        await visitor.PressAsync("Continue with Google");
        await visitor.GrantAtProviderAsync("dev-google");
        await visitor.SeesAsync("Connected");

        await visitor.Agent.CallAsync("calendar_list_events", AtGoogle);
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_login_that_Auth0_has_ended_is_begun_again(Device device)
    {
        await using var visitor = await ComeAsync(device, "cho-google");
        await visitor.OpenAccountsAsync();
        await visitor.SeesAsync("Your connected accounts");
        AuthZeroRefuses(403, "invalid_grant");

        await visitor.OpenAccountsAsync();
        await visitor.SeesAsync("Your login has ended");
        await visitor.Tab.LookAsync("over");
        await visitor.FollowAsync("Log in again");
        await TenantLogin.LogInAsync(visitor.Page, visitor.User);

        await visitor.SeesAsync("Your connected accounts");
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task Auth0_in_trouble_is_said_and_nothing_is_lost(Device device)
    {
        await using var visitor = await ComeAsync(device, "cho-google");
        await visitor.OpenAccountsAsync();
        await visitor.SeesAsync("Your connected accounts");
        AuthZeroRefuses(503, null);

        await visitor.OpenAccountsAsync();
        await visitor.SeesAsync("That did not work");
        await visitor.Tab.LookAsync("trouble");
        await visitor.Page.ReloadAsync();

        await visitor.SeesAsync("Your connected accounts");
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_login_that_is_given_up_is_said(Device device)
    {
        await using var visitor = await ComeAsync(device);
        await visitor.Page.GotoAsync(new Uri(visitor.Root, "accounts").ToString());
        await visitor.SeesAsync("Log in");

        await visitor.Page.GotoAsync(new Uri(visitor.Root, "signin/callback?error=access_denied").ToString());

        await visitor.SeesAsync("Not logged in");
        await visitor.Tab.LookAsync("not-logged-in");
    }

    private void AuthZeroRefuses(int status, string? code) => running.Product.Sandbox.Faults.Add(new FaultRule
    {
        Service = "auth0",
        Kind = FaultKind.Status,
        Path = "/oauth/token",
        Status = status,
        Code = code,
        Times = 1,
    });

    private Task<Visitor> ComeAsync(Device device, params string[] accounts) => Visitor.ComeAsync(chromium, running.Product, device, accounts);
}
