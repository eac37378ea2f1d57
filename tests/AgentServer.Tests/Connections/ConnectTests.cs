using System.Net;
using System.Text.Json;

namespace TokenVaultAgent.AgentServer.Tests.Connections;

/// <summary>From an agent's call through the user's browser and back, with the link in the failure's text.</summary>
public sealed class ConnectTests : IAsyncLifetime
{
    private static readonly string[] ToBen = ["ben@acme.example"];

    private Chat _chat = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _chat = await Chat.StartAsync(Unasked.Setting);

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    [Fact]
    public async Task A_user_connects_through_the_link_and_the_retry_succeeds()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev);
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        var failure = await agent.FailAsync("calendar_list_events", new { }, Cancelled);

        var page = await dev.BrowseAsync(Chat.Link(failure), Cancelled);

        Assert.Equal("connect_required", Chat.Code(failure));
        Assert.Equal("Connected", page.Heading);
        Assert.Contains("dev.rao@gmail.example", page.Text, StringComparison.Ordinal);
        var events = await agent.CallAsync("calendar_list_events", new { }, Cancelled);
        Assert.Equal(JsonValueKind.Array, events.GetProperty("events").ValueKind);
    }

    [Fact]
    public async Task The_page_names_who_asks_and_says_what_comes_next()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev);
        using var dev = _chat.Person(Chat.Dev);
        dev.StopsAtDecisions = true;

        var asked = await dev.BrowseAsync(Chat.Link(await agent.FailAsync("calendar_list_events", new { account = "google" }, Cancelled)), Cancelled);
        dev.StopsAtDecisions = false;
        dev.GrantsConsent = false;
        var again = await dev.PressAsync(asked, "Do not connect", Cancelled);
        dev.StopsAtDecisions = true;
        var renewed = await dev.PressAsync(again, "I have changed my mind", Cancelled);
        var own = await dev.PressAsync(await dev.BrowseAsync(new Uri(_chat.Root, "accounts"), Cancelled), "Connect Google", Cancelled);

        Assert.Contains("Your assistant, a program that calls itself “", Words(asked), StringComparison.Ordinal);
        Assert.Contains("”, asks for this.", Words(asked), StringComparison.Ordinal);
        Assert.Contains("Next, you sign in at Google, which names", Words(asked), StringComparison.Ordinal);
        Assert.DoesNotContain("Each mail is shown to you", asked.Text, StringComparison.Ordinal);
        Assert.Contains("asks for this.", Words(renewed), StringComparison.Ordinal);
        Assert.DoesNotContain("asks for this.", own.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_send_is_told_that_each_mail_is_shown()
    {
        await using var asking = await Chat.StartAsync();
        using var dev = asking.Person(Chat.Dev);
        dev.StopsAtDecisions = true;

        var page = await dev.PressAsync(await dev.BrowseAsync(new Uri(asking.Root, "accounts"), Cancelled), "Connect Google", Cancelled);

        Assert.Contains("Each mail is shown to you before it goes out", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_provider_is_asked_for_what_the_call_needs_and_no_more()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev);
        using var dev = _chat.Person(Chat.Dev, "dev-google");

        await dev.BrowseAsync(Chat.Link(await agent.FailAsync("calendar_list_events", new { account = "google" }, Cancelled)), Cancelled);

        Assert.Equal(
            ["openid", "profile", "email", "https://www.googleapis.com/auth/calendar.readonly"], Assert.Single(_chat.AccountsOf(Chat.Dev)).Scopes);
    }

    [Fact]
    public async Task With_a_calendar_at_Microsoft_its_owners_zone_is_asked_for()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev);
        using var dev = _chat.Person(Chat.Dev, "ben-microsoft");

        await dev.BrowseAsync(Chat.Link(await agent.FailAsync("calendar_list_events", new { account = "microsoft" }, Cancelled)), Cancelled);
        var events = await agent.CallAsync("calendar_list_events", new { account = "microsoft" }, Cancelled);

        Assert.Equal(
            ["openid", "email", "User.Read", "offline_access", "Calendars.Read", "MailboxSettings.Read"], Assert.Single(_chat.AccountsOf(Chat.Dev)).Scopes);
        Assert.Equal(("America/New_York", "calendar"), (events.GetProperty("time_zone").GetString(), events.GetProperty("time_zone_source").GetString()));
    }

    [Fact]
    public async Task Repeated_calls_share_one_link_that_grows_with_what_they_need()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev);
        using var dev = _chat.Person(Chat.Dev, "dev-google");

        var links = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
            Chat.Link(await agent.FailAsync("calendar_list_events", new { account = "google" }, Cancelled))));
        var wider = Chat.Link(await agent.FailAsync("mail_search_messages", new { account = "google" }, Cancelled));
        await dev.BrowseAsync(wider, Cancelled);

        Assert.Equal(wider, Assert.Single(links.Distinct()));
        Assert.Equal(
            ["https://www.googleapis.com/auth/calendar.readonly", "https://www.googleapis.com/auth/gmail.readonly"],
            Assert.Single(_chat.AccountsOf(Chat.Dev)).Scopes.Where(s => s.StartsWith("https:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_link_says_nothing_about_its_user()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev);

        var link = Chat.Link(await agent.FailAsync("calendar_list_events", new { account = "google" }, Cancelled));

        Assert.Matches("^/connect/[A-Za-z0-9_-]{22}$", link.PathAndQuery);
    }

    [Fact]
    public async Task Opening_a_link_does_not_use_it_up()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev);
        var link = Chat.Link(await agent.FailAsync("calendar_list_events", new { }, Cancelled));
        using var preview = await Chat.GetAsync(link);
        using var reload = await Chat.GetAsync(link);

        using var dev = _chat.Person(Chat.Dev, "dev-google");
        var page = await dev.BrowseAsync(link, Cancelled);

        Assert.Equal(HttpStatusCode.Redirect, preview.StatusCode);
        Assert.StartsWith(_chat.Product.Sandbox.Auth0Url.ToString(), reload.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("Connected", page.Heading);
    }

    [Fact]
    public async Task A_user_who_declines_is_not_asked_again_and_may_change_their_mind()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev);
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        dev.GrantsConsent = false;
        var link = Chat.Link(await agent.FailAsync("calendar_list_events", new { account = "google" }, Cancelled));

        var declined = await dev.BrowseAsync(link, Cancelled);
        var failure = await agent.FailAsync("calendar_list_events", new { account = "google" }, Cancelled);
        dev.GrantsConsent = true;
        var page = await dev.PressAsync(declined, "I have changed my mind", Cancelled);

        Assert.Equal("Not connected", declined.Heading);
        Assert.False(failure.TryGetProperty("url", out _), "A link was offered to somebody who has just declined.");
        Assert.Contains("declined", failure.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("Connected", page.Heading);
        await agent.CallAsync("calendar_list_events", new { account = "google" }, Cancelled);
    }

    [Fact]
    public async Task Refusing_at_the_provider_is_declining()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev);
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        dev.GrantsAtProvider = false;

        var page = await dev.BrowseAsync(Chat.Link(await agent.FailAsync("calendar_list_events", new { }, Cancelled)), Cancelled);

        Assert.Equal("Not connected", page.Heading);
        Assert.Empty(_chat.AccountsOf(Chat.Dev));
    }

    [Fact]
    public async Task Granting_less_is_said_on_the_page_and_asked_for_when_it_is_needed()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev);
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        dev.Ticks = scope => scope.EndsWith("calendar.readonly", StringComparison.Ordinal);
        await agent.FailAsync("mail_search_messages", new { account = "google" }, Cancelled);
        var link = Chat.Link(await agent.FailAsync("calendar_list_events", new { account = "google" }, Cancelled));

        var page = await dev.BrowseAsync(link, Cancelled);
        await agent.CallAsync("calendar_list_events", new { account = "google" }, Cancelled);
        var failure = await agent.FailAsync("mail_search_messages", new { account = "google" }, Cancelled);

        Assert.Contains("You did not grant", page.Text, StringComparison.Ordinal);
        Assert.Equal("consent_required", Chat.Code(failure));
        Assert.NotEqual(link, Chat.Link(failure));
    }

    [Fact]
    public async Task More_is_granted_on_top_of_what_was_and_the_account_stays_the_same()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev);
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        await dev.BrowseAsync(Chat.Link(await agent.FailAsync("calendar_list_events", new { account = "google" }, Cancelled)), Cancelled);
        var before = Assert.Single(_chat.AccountsOf(Chat.Dev));
        var failure = await agent.FailAsync("mail_send_message", new { to = ToBen, subject = "Hello", body = "Ben" }, Cancelled);

        await dev.BrowseAsync(Chat.Link(failure), Cancelled);

        Assert.Equal("consent_required", Chat.Code(failure));
        Assert.Contains("Grant more on your Google account", dev.PagesSeen);
        var after = Assert.Single(_chat.AccountsOf(Chat.Dev));
        Assert.Equal(before.Id, after.Id);
        Assert.Superset(before.Scopes.ToHashSet(), after.Scopes.ToHashSet());
        await agent.CallAsync("calendar_list_events", new { account = "google" }, Cancelled);
        await agent.CallAsync("mail_send_message", new { to = ToBen, subject = "Hello", body = "Ben" }, Cancelled);
    }

    [Fact]
    public async Task A_link_that_was_used_shows_what_came_of_it_and_does_nothing()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev);
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        var link = Chat.Link(await agent.FailAsync("calendar_list_events", new { }, Cancelled));
        await dev.BrowseAsync(link, Cancelled);
        var seen = dev.PagesSeen.Count;

        var again = await dev.BrowseAsync(link, Cancelled);

        Assert.Equal("Connected", again.Heading);
        Assert.Equal(seen + 1, dev.PagesSeen.Count);
    }

    [Fact]
    public async Task The_answer_may_come_in_the_fragment()
    {
        _chat.Tenant.Settings = _chat.Tenant.Settings with { ConnectAnswer = Sandbox.Auth0.ConnectAnswer.Fragment };
        await using var agent = await _chat.AgentAsync(Chat.Dev);
        using var dev = _chat.Person(Chat.Dev, "dev-google");

        var page = await dev.BrowseAsync(Chat.Link(await agent.FailAsync("calendar_list_events", new { }, Cancelled)), Cancelled);
        var script = page.Document.QuerySelector("script")!.GetAttribute("src")!;
        using var asset = await Chat.GetAsync(new Uri(_chat.Root, script));
        var done = await dev.BrowseAsync(new Uri(_chat.Root, "connect/callback?" + page.Address.Fragment.TrimStart('#')), Cancelled);

        Assert.Equal("One moment", page.Heading);
        Assert.Contains("location.replace", await asset.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal("Connected", done.Heading);
    }

    [Fact]
    public async Task A_provider_that_has_ended_the_connection_leads_to_a_new_consent()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev);
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        await dev.BrowseAsync(Chat.Link(await agent.FailAsync("calendar_list_events", new { }, Cancelled)), Cancelled);
        _chat.Tenant.EndRefreshTokens("dev-google");
        _chat.Product.Sandbox.ProviderTokens.Revoke(_chat.Product.Sandbox.World.Find("dev-google")!);

        var failure = await agent.FailAsync("calendar_list_events", new { }, Cancelled);
        await dev.BrowseAsync(Chat.Link(failure), Cancelled);

        Assert.Equal("connect_required", Chat.Code(failure));
        await agent.CallAsync("calendar_list_events", new { }, Cancelled);
    }

    [Fact]
    public async Task Without_a_web_application_there_is_no_link_and_no_page()
    {
        await using var bare = await Chat.StartAsync(("Auth0:WebClient:ClientId", null), ("Auth0:WebClient:ClientSecret", null), Unasked.Setting);
        await using var agent = await bare.AgentAsync(Chat.Dev);

        var failure = await agent.FailAsync("calendar_list_events", new { }, Cancelled);
        using var page = await Chat.GetAsync(new Uri(bare.Root, "accounts"));

        Assert.Equal("connect_required", Chat.Code(failure));
        Assert.False(failure.TryGetProperty("url", out _));
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        using var door = await Chat.GetAsync(bare.Root);
        Assert.Equal(HttpStatusCode.OK, door.StatusCode);
        var words = await door.Content.ReadAsStringAsync(Cancelled);
        Assert.Contains("Accounts cannot be connected on this server", words, StringComparison.Ordinal);
        Assert.DoesNotContain("/accounts", words, StringComparison.Ordinal);
    }

    private static string Words(Sandbox.People.SeenPage page) => string.Join(' ', page.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
