using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TokenVaultAgent.Browser.Tests.Browsing;
using static Microsoft.Playwright.Assertions;

namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>From an agent's failure through the user's browser and back: what the pages show, and what the agent's next call gets.</summary>
public sealed partial class ConnectTests(Chromium chromium, RunningProduct running) : IClassFixture<RunningProduct>
{
    private static readonly string[] ToBen = ["ben@acme.example"];

    private static readonly object Mail = new { to = ToBen, subject = "Hello", body = "Ben" };

    [Theory]
    [InlineData(Device.Desktop, "Google", "dev-google", "google:dev.rao@gmail.example")]
    [InlineData(Device.Phone, "Google", "dev-google", "google:dev.rao@gmail.example")]
    [InlineData(Device.Desktop, "Microsoft", "ben-microsoft", "microsoft:ben@acme.example")]
    [InlineData(Device.Phone, "Microsoft", "ben-microsoft", "microsoft:ben@acme.example")]
    public async Task A_user_who_has_connected_nothing_chooses_a_provider(Device device, string provider, string account, string id)
    {
        await using var visitor = await ComeAsync(device);

        await visitor.OpenLinkOfAsync("calendar_list_events", new { });
        await visitor.SeesAsync("Connect an account");
        await Expect(visitor.Page.GetByText(visitor.User.Email)).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button)).ToHaveTextAsync(
            ["Continue with Google", "Continue with Microsoft", "Do not connect"]);
        await visitor.Tab.LookAsync("choice");
        await visitor.PressAsync($"Continue with {provider}");
        await visitor.GrantAtProviderAsync(account);
        await visitor.SeesAsync("Connected");
        await Expect(visitor.Page.GetByRole(AriaRole.Term)).ToHaveTextAsync($"{provider} account");
        await Expect(visitor.Page.GetByRole(AriaRole.Definition)).ToHaveTextAsync(id.Split(':')[1]);
        await visitor.Tab.LookAsync($"connected-{provider}");

        Assert.Equal([id], await visitor.Agent.AccountsAsync());
        Assert.True((await visitor.Agent.CallAsync("calendar_list_events", new { })).TryGetProperty("events", out _));
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_user_declines_and_changes_their_mind(Device device)
    {
        await using var visitor = await ComeAsync(device);
        await visitor.OpenLinkOfAsync("calendar_list_events", new { account = "google" });

        await visitor.PressAsync("Do not connect");
        await visitor.SeesAsync("Not connected");
        await visitor.Tab.LookAsync("declined");
        var declined = await visitor.Agent.FailAsync("calendar_list_events", new { account = "google" });
        await visitor.PressAsync("I have changed my mind");
        await visitor.SeesAsync("Connect your Google account");
        await visitor.PressAsync("Continue with Google");
        await visitor.GrantAtProviderAsync("dev-google");
        await visitor.SeesAsync("Connected");

        Assert.Equal("connect_required", Agent.Code(declined));
        Assert.False(declined.TryGetProperty("url", out _), "A link was offered to somebody who has just declined.");
        await visitor.Agent.CallAsync("calendar_list_events", new { account = "google" });
    }

    [Theory]
    [InlineData(Device.Desktop, "google", "dev-google")]
    [InlineData(Device.Phone, "microsoft", "ben-microsoft")]
    public async Task Refusing_at_the_provider_connects_nothing(Device device, string provider, string account)
    {
        await using var visitor = await ComeAsync(device);
        await visitor.OpenLinkOfAsync("calendar_list_events", new { account = provider });
        await visitor.Page.Locator("button").First.ClickAsync();

        await visitor.SignInAtProviderAsync(account);
        await visitor.PressAsync("Cancel");
        await visitor.SeesAsync("Not connected");
        await visitor.Tab.LookAsync("refused");

        Assert.Empty(visitor.Connected);
        var failure = await visitor.Agent.FailAsync("calendar_list_events", new { account = provider });
        Assert.Equal("connect_required", Agent.Code(failure));
        Assert.Contains("declined", failure.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task What_was_not_granted_at_Google_is_said_and_asked_for_when_it_is_needed(Device device)
    {
        await using var visitor = await ComeAsync(device);
        await visitor.Agent.FailAsync("mail_search_messages", new { account = "google" });
        await visitor.OpenLinkOfAsync("calendar_list_events", new { account = "google" });

        await visitor.PressAsync("Continue with Google");
        await visitor.GrantAtProviderAsync("dev-google", CalendarOnly());
        await visitor.SeesAsync("Not all of it was granted");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync(["Your assistant can now", "You did not grant"]);
        await Expect(visitor.Page.GetByRole(AriaRole.List).Last).ToHaveTextAsync("Read your mail");
        await visitor.Tab.LookAsync("less");

        await visitor.Agent.CallAsync("calendar_list_events", new { });
        var failure = await visitor.Agent.FailAsync("mail_search_messages", new { });
        Assert.Equal("consent_required", Agent.Code(failure));
        await visitor.OpenAsync(Agent.Link(failure));
        await visitor.SeesAsync("Grant more on your Google account");

        await visitor.Page.GoBackAsync();
        await visitor.PressAsync("Ask Google again");
        await visitor.SeesAsync("Grant more on your Google account");
        await Expect(visitor.Button("Not now")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_write_after_a_read_asks_for_what_is_new_and_the_account_stays_the_same(Device device)
    {
        await using var visitor = await ComeAsync(device);
        await visitor.OpenLinkOfAsync("calendar_list_events", new { account = "google" });
        await visitor.PressAsync("Continue with Google");
        await visitor.GrantAtProviderAsync("dev-google");
        await visitor.SeesAsync("Connected");
        var before = Assert.Single(visitor.Connected);

        var failure = await visitor.Agent.FailAsync("mail_send_message", Mail);
        await visitor.OpenAsync(Agent.Link(failure));
        await visitor.SeesAsync("Grant more on your Google account");
        await Expect(visitor.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "See your calendars" })).Not.ToContainTextAsync("New");
        await Expect(visitor.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "send mail for you" })).ToContainTextAsync("New");
        await visitor.Tab.LookAsync("more");
        await visitor.PressAsync("Continue with Google");
        await visitor.GrantAtProviderAsync("dev-google");
        await visitor.SeesAsync("Connected");
        await visitor.Tab.LookAsync("granted");

        Assert.Equal("consent_required", Agent.Code(failure));
        var after = Assert.Single(visitor.Connected);
        Assert.Equal(before.Id, after.Id);
        Assert.Superset(before.Scopes.ToHashSet(), after.Scopes.ToHashSet());
        Assert.Equal(["google:dev.rao@gmail.example"], await visitor.Agent.AccountsAsync());
        await visitor.Agent.CallAsync("mail_send_message", Mail);
        await visitor.Agent.CallAsync("calendar_list_events", new { });
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_second_account_at_Google_is_connected_by_its_address(Device device)
    {
        await using var visitor = await ComeAsync(device, "cho-google");
        await visitor.OpenAccountsAsync();
        await Expect(visitor.Account("cho.tanaka@gmail.example")).ToBeVisibleAsync();

        await visitor.PressAsync("Connect Google");
        await visitor.SeesAsync("Connect your Google account");
        await visitor.Page.GetByLabel("Address of the account").FillAsync("cho@studio.example");
        await visitor.Tab.LookAsync("address");
        await visitor.PressAsync("Continue with Google");
        await Expect(visitor.Page.GetByLabel("Email address")).ToHaveValueAsync("cho@studio.example");
        await visitor.GrantAtProviderAsync("cho-studio");
        await visitor.SeesAsync("Connected");
        await visitor.FollowAsync("Your connected accounts");
        await Expect(visitor.Page.GetByRole(AriaRole.Region)).ToHaveCountAsync(2);
        await visitor.Tab.LookAsync("both");

        Assert.Equal(["google:cho.tanaka@gmail.example", "google:cho@studio.example"], (await visitor.Agent.AccountsAsync()).Order());
        await visitor.Agent.CallAsync("calendar_list_events", new { account = "cho@studio.example" });
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_link_that_was_used_shows_what_came_of_it_and_its_answer_is_taken_once(Device device)
    {
        await using var visitor = await ComeAsync(device);
        var link = Agent.Link(await visitor.Agent.FailAsync("calendar_list_events", new { account = "google" }));
        var answer = visitor.Page.WaitForRequestAsync("**/connect/callback?**");
        await visitor.OpenAsync(link);
        await visitor.PressAsync("Continue with Google");
        await visitor.GrantAtProviderAsync("dev-google");
        await visitor.SeesAsync("Connected");
        var before = Assert.Single(visitor.Connected);

        var replayed = await visitor.Page.GotoAsync((await answer).Url);
        await visitor.SeesAsync("Start again");
        await visitor.Tab.LookAsync("replayed");
        await visitor.OpenAsync(link);
        await visitor.SeesAsync("Connected");
        await Expect(visitor.Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);

        Assert.Equal(400, replayed!.Status);
        Assert.Equal(before, Assert.Single(visitor.Connected));
        await visitor.Agent.CallAsync("calendar_list_events", new { account = "google" });
    }

    private Task<Visitor> ComeAsync(Device device, params string[] accounts) => Visitor.ComeAsync(chromium, running.Product, device, accounts);

    [GeneratedRegex("calendar")]
    private static partial Regex CalendarOnly();
}
