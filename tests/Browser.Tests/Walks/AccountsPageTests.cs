using Microsoft.Playwright;
using TokenVaultAgent.Browser.Tests.Browsing;
using static Microsoft.Playwright.Assertions;

namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>The list of connected accounts, and what can be done there.</summary>
public sealed class AccountsPageTests(Chromium chromium, RunningProduct running) : IClassFixture<RunningProduct>
{
    private const string Google = "cho.tanaka@gmail.example";
    private const string Microsoft = "ben@acme.example";

    private static readonly string[] CalendarOnly = ["openid", "email", "https://www.googleapis.com/auth/calendar.readonly"];

    private static readonly object Mail = new { to = new[] { Google }, subject = "Hello", body = "Cho" };

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_check_says_whether_an_account_works(Device device)
    {
        await using var visitor = await ComeAsync(device, "cho-google", "ben-microsoft");
        await visitor.OpenAccountsAsync();
        await visitor.Tab.LookAsync("list");
        visitor.Change("cho-google", account => account with { RefreshTokenIsValid = false });
        running.Product.Sandbox.ProviderTokens.Revoke(running.Product.Sandbox.World.Find("cho-google")!);

        await PressAsync(visitor, Microsoft, "Check this account");
        await Expect(visitor.Account(Microsoft).GetByRole(AriaRole.Status)).ToContainTextAsync("It works");
        await PressAsync(visitor, Google, "Check this account");
        await Expect(visitor.Account(Google).GetByRole(AriaRole.Status)).ToContainTextAsync("connect");
        await Expect(visitor.Account(Google)).ToContainTextAsync("Must be connected again");
        await visitor.Tab.LookAsync("checked");

        Assert.Equal(["microsoft:ben@acme.example"], await visitor.Agent.AccountsAsync());
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task Of_an_account_that_cannot_be_told_apart_the_user_says_the_address(Device device)
    {
        await using var visitor = await ComeAsync(device, "cho-google", "cho-studio");
        await visitor.OpenAccountsAsync();
        var unknown = visitor.Account("A Google account that we cannot tell from your others");
        await Expect(unknown).ToContainTextAsync("Not used");
        await unknown.GetByLabel("Its address").FillAsync("cho@elsewhere.example");
        await visitor.PressAsync("Find out");
        await Expect(unknown.GetByRole(AriaRole.Status)).ToContainTextAsync("That is none of the accounts");
        await visitor.Tab.LookAsync("unknown");

        await unknown.GetByLabel("Its address").FillAsync("cho@studio.example");
        await visitor.PressAsync("Find out");

        await Expect(visitor.Account("cho@studio.example")).ToBeVisibleAsync();
        await Expect(unknown).ToHaveCountAsync(0);
        Assert.Equal(["google:cho.tanaka@gmail.example", "google:cho@studio.example"], (await visitor.Agent.AccountsAsync()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task The_default_account_is_the_one_that_sends(Device device)
    {
        await using var visitor = await ComeAsync(device, "cho-google", "ben-microsoft");
        var before = await visitor.Agent.FailAsync("mail_send_message", Mail);
        await visitor.OpenAccountsAsync();

        await PressAsync(visitor, Microsoft, "Send from this one by default");
        await Expect(visitor.Account(Microsoft)).ToContainTextAsync("Default for sending");
        await Expect(visitor.Account(Microsoft).GetByRole(AriaRole.Button, new() { Name = "Send from this one by default" })).ToHaveCountAsync(0);
        await Expect(visitor.Account(Google)).Not.ToContainTextAsync("Default for sending");
        await visitor.Tab.LookAsync("default");

        Assert.Equal("invalid_input", Agent.Code(before));
        var sent = await visitor.Agent.CallAsync("mail_send_message", Mail);
        Assert.Equal("microsoft:ben@acme.example", sent.GetProperty("account").GetString());
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task More_is_granted_from_the_list(Device device)
    {
        await using var visitor = await ComeAsync(device, "cho-google");
        visitor.Change("cho-google", account => account with { Scopes = CalendarOnly });
        await visitor.OpenAccountsAsync();

        await PressAsync(visitor, Google, "Grant more");
        await visitor.SeesAsync("Grant more on your Google account");
        await visitor.PressAsync("Continue with Google");
        await visitor.GrantAtProviderAsync("cho-google");
        await visitor.SeesAsync("Connected");
        await visitor.FollowAsync("Your connected accounts");
        await Expect(visitor.Account(Google).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(3);

        Assert.Single(visitor.Connected);
        await visitor.Agent.CallAsync("mail_send_message", Mail);
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task Who_has_signed_out_must_log_in_again(Device device)
    {
        await using var visitor = await ComeAsync(device);
        await visitor.OpenAccountsAsync();
        await visitor.Tab.LookAsync("empty");

        await visitor.PressAsync("Sign out");
        await visitor.SeesAsync("Signed out");
        await visitor.Tab.LookAsync("signed-out");
        await visitor.Page.GotoAsync(new Uri(visitor.Root, "accounts").ToString());

        await visitor.SeesAsync("Log in");
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task An_account_is_disconnected_only_when_its_user_confirms(Device device)
    {
        await using var visitor = await ComeAsync(device, "cho-google", "ben-microsoft");
        await visitor.Agent.CallAsync("calendar_list_events", new { account = "google" });
        await visitor.OpenAccountsAsync();

        await visitor.Account(Google).GetByRole(AriaRole.Link).ClickAsync();
        await visitor.SeesAsync("Disconnect this account?");
        await visitor.Tab.LookAsync("confirm");
        await visitor.PressAsync("Keep it");
        await visitor.SeesAsync("Your connected accounts");
        var kept = await visitor.Agent.AccountsAsync();
        await visitor.Account(Google).GetByRole(AriaRole.Link).ClickAsync();
        await visitor.PressAsync("Disconnect");
        await visitor.SeesAsync("Your connected accounts");
        await Expect(visitor.Page.GetByRole(AriaRole.Region)).ToHaveCountAsync(1);

        Assert.Equal(2, kept.Length);
        Assert.Equal("windowslive", Assert.Single(visitor.Connected).Connection);
        Assert.Equal("connect_required", Agent.Code(await visitor.Agent.FailAsync("calendar_list_events", new { account = "google" })));
        await visitor.Agent.CallAsync("calendar_list_events", new { });
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task An_agent_that_wants_to_disconnect_sends_its_user_to_confirm(Device device)
    {
        await using var visitor = await ComeAsync(device, "cho-google");
        var account = new { account = Google };

        await visitor.OpenLinkOfAsync("accounts_disconnect", account);
        await visitor.SeesAsync("Disconnect this account?");
        await Expect(visitor.Page.GetByText(Google)).ToBeVisibleAsync();
        await visitor.PressAsync("Disconnect");
        await visitor.SeesAsync("Disconnected");
        await visitor.Tab.LookAsync("disconnected");

        Assert.Empty(visitor.Connected);
        await visitor.Agent.CallAsync("accounts_disconnect", account);
        Assert.Empty(await visitor.Agent.AccountsAsync());
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_user_who_keeps_the_account_is_not_asked_again(Device device)
    {
        await using var visitor = await ComeAsync(device, "cho-google");
        var account = new { account = Google };

        await visitor.OpenLinkOfAsync("accounts_disconnect", account);
        await visitor.PressAsync("Keep it");
        await visitor.SeesAsync("Still connected");
        await visitor.Tab.LookAsync("kept");

        var again = await visitor.Agent.FailAsync("accounts_disconnect", account);
        Assert.False(again.TryGetProperty("url", out _), "A link was offered to somebody who has just declined.");
        await visitor.Agent.CallAsync("calendar_list_events", account);
    }

    private static Task PressAsync(Visitor visitor, string account, string button) =>
        visitor.Account(account).GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

    private Task<Visitor> ComeAsync(Device device, params string[] accounts) => Visitor.ComeAsync(chromium, running.Product, device, accounts);
}
