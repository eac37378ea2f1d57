using System.Net;
using ModelContextProtocol.Client;

namespace TokenVaultAgent.AgentServer.Tests.Connections;

/// <summary>Users swapped at every step, and every part of a link and of its answer changed: nothing is ever granted.</summary>
public sealed class WrongPersonTests : IAsyncLifetime
{
    private Chat _chat = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _chat = await Chat.StartAsync();

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    [Fact]
    public async Task Another_person_who_opens_the_link_is_refused_and_changes_nothing()
    {
        var (agent, link) = await AskDevAsync();
        await using var _ = agent;
        using var ben = _chat.Person(Chat.Ben, "ben-google");
        var before = _chat.AccountsOf(Chat.Ben);

        var page = await ben.BrowseAsync(link, Cancelled);

        Assert.Equal((HttpStatusCode.Forbidden, "This link is for someone else"), (page.Status, page.Heading));
        Assert.DoesNotContain("dev.rao", page.Text, StringComparison.Ordinal);
        Assert.Equal(before, _chat.AccountsOf(Chat.Ben));
        Assert.Empty(_chat.AccountsOf(Chat.Dev));
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        Assert.Equal("Connected", (await dev.BrowseAsync(link, Cancelled)).Heading);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/again")]
    public async Task Another_persons_form_for_the_link_is_refused(string path)
    {
        var (agent, link) = await AskDevAsync();
        await using var _ = agent;
        using var ben = _chat.Person(Chat.Ben, "ben-google");
        var own = await ben.BrowseAsync(new Uri(_chat.Root, "accounts"), Cancelled);

        // A good form token of Ben's, sent to Dev's link.
        var forged = new Uri(link + path);
        var page = await ben.PostFromAsync(own, forged, [new("decision", "google-oauth2"), new("access", "read_calendar")], Cancelled);

        Assert.Equal("This link is for someone else", page.Heading);
        Assert.Empty(_chat.AccountsOf(Chat.Dev));
    }

    [Fact]
    public async Task A_form_without_its_token_or_a_session_does_nothing()
    {
        var (agent, link) = await AskDevAsync();
        await using var _ = agent;

        using var answer = await Chat.PostAsync(link, ("decision", "decline"));

        Assert.Contains("Log in again", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        Assert.Equal("Connected", (await dev.BrowseAsync(link, Cancelled)).Heading);
    }

    [Fact]
    public async Task A_form_from_a_foreign_site_is_refused()
    {
        var (agent, link) = await AskDevAsync();
        await using var _ = agent;
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, link) { Content = new FormUrlEncodedContent([new("decision", "decline")]) };
        request.Headers.Add("Origin", "https://evil.example");

        using var answer = await http.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task The_browser_that_began_is_the_only_one_that_can_complete()
    {
        var (agent, link) = await AskDevAsync();
        await using var _ = agent;
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        var callback = await dev.StopAtAsync(link, new Uri(_chat.Root, "connect/callback"), Cancelled);

        using var elsewhere = _chat.Person(Chat.Dev, "dev-google");
        await elsewhere.BrowseAsync(new Uri(_chat.Root, "accounts"), Cancelled);
        var page = await elsewhere.BrowseAsync(callback, Cancelled);
        using var ben = _chat.Person(Chat.Ben);
        await ben.BrowseAsync(new Uri(_chat.Root, "accounts"), Cancelled);
        var other = await ben.BrowseAsync(callback, Cancelled);

        Assert.Equal(["Start again", "Start again"], [page.Heading, other.Heading]);
        Assert.Empty(_chat.AccountsOf(Chat.Dev));
        Assert.DoesNotContain(_chat.AccountsOf(Chat.Ben), a => a.WorldKey == "dev-google");
        Assert.Equal("Connected", (await dev.BrowseAsync(callback, Cancelled)).Heading);
    }

    [Fact]
    public async Task Who_logs_in_as_another_on_the_way_completes_nothing()
    {
        var (agent, link) = await AskDevAsync();
        await using var _ = agent;
        using var browser = _chat.Person(Chat.Dev, "dev-google");
        var callback = await browser.StopAtAsync(link, new Uri(_chat.Root, "connect/callback"), Cancelled);

        browser.Becomes(_chat.Tenant.FindUser(Chat.Ben)!);
        await browser.BrowseAsync(new Uri(link + "/switch"), Cancelled);
        var page = await browser.BrowseAsync(callback, Cancelled);

        Assert.Equal("This link is for someone else", page.Heading);
        Assert.Empty(_chat.AccountsOf(Chat.Dev));
        Assert.DoesNotContain(_chat.AccountsOf(Chat.Ben), a => a.WorldKey == "dev-google");
    }

    [Theory]
    [InlineData("state", "x", "Start again")]
    [InlineData("state", null, "Start again")]
    [InlineData("connect_code", "x", "That did not work")]
    [InlineData("connect_code", "", "That did not work")]
    public async Task A_changed_answer_connects_nothing(string parameter, string? value, string heading)
    {
        var (agent, link) = await AskDevAsync();
        await using var _ = agent;
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        var callback = await dev.StopAtAsync(link, new Uri(_chat.Root, "connect/callback"), Cancelled);

        var page = await dev.BrowseAsync(Changed(callback, parameter, value), Cancelled);

        Assert.Equal(heading, page.Heading);
        Assert.Empty(_chat.AccountsOf(Chat.Dev));
    }

    [Fact]
    public async Task An_error_that_is_no_refusal_leaves_the_link_open()
    {
        var (agent, link) = await AskDevAsync();
        await using var _ = agent;
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        var callback = await dev.StopAtAsync(link, new Uri(_chat.Root, "connect/callback"), Cancelled);

        var page = await dev.BrowseAsync(Changed(Changed(callback, "connect_code", null), "error", "server_error"), Cancelled);
        var again = await dev.BrowseAsync(link, Cancelled);

        Assert.Equal(["That did not work", "Connected"], [page.Heading, again.Heading]);
    }

    [Fact]
    public async Task An_answer_is_taken_once()
    {
        var (agent, link) = await AskDevAsync();
        await using var _ = agent;
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        var callback = await dev.StopAtAsync(link, new Uri(_chat.Root, "connect/callback"), Cancelled);
        await dev.BrowseAsync(callback, Cancelled);
        _chat.Forget(Chat.Dev);

        var replayed = await dev.BrowseAsync(callback, Cancelled);

        Assert.Equal("Start again", replayed.Heading);
        Assert.Empty(_chat.AccountsOf(Chat.Dev));
    }

    [Theory]
    [InlineData("connect/AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("connect/short")]
    [InlineData("disconnect/AAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_link_that_never_was_leads_nowhere(string path)
    {
        using var answer = await Chat.GetAsync(new Uri(_chat.Root, path));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_connect_link_disconnects_nothing()
    {
        var (agent, link) = await AskDevAsync();
        await using var _ = agent;

        using var answer = await Chat.GetAsync(new Uri(link.ToString().Replace("/connect/", "/disconnect/", StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Another_users_account_cannot_be_touched_by_its_id()
    {
        using var ada = _chat.Person(Chat.Ada);
        var list = await ada.BrowseAsync(new Uri(_chat.Root, "accounts"), Cancelled);
        var id = list.Document.QuerySelector("input[name=account]")!.GetAttribute("value");
        var before = _chat.AccountsOf(Chat.Ada);
        using var ben = _chat.Person(Chat.Ben);
        var own = await ben.BrowseAsync(new Uri(_chat.Root, "accounts"), Cancelled);

        var shown = await ben.BrowseAsync(new Uri(_chat.Root, $"accounts/{id}/disconnect"), Cancelled);
        var posted = await ben.PostFromAsync(own, new Uri(_chat.Root, $"accounts/{id}/disconnect"), [new("decision", "disconnect")], Cancelled);
        await ben.PostFromAsync(own, new Uri(_chat.Root, $"accounts/{id}/default"), [], Cancelled);

        Assert.Equal(["No such account", "No such account"], [shown.Heading, posted.Heading]);
        Assert.Equal(before, _chat.AccountsOf(Chat.Ada));
        Assert.DoesNotContain("Default", (await ada.BrowseAsync(new Uri(_chat.Root, "accounts"), Cancelled)).Text.Replace("Send from this one by default", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private async Task<(McpClient Agent, Uri Link)> AskDevAsync()
    {
        var agent = await _chat.AgentAsync(Chat.Dev);
        return (agent, Chat.Link(await agent.FailAsync("calendar_list_events", new { account = "google" }, Cancelled)));
    }

    private static Uri Changed(Uri address, string parameter, string? value)
    {
        var query = System.Web.HttpUtility.ParseQueryString(address.Query);
        if (value is null)
            query.Remove(parameter);
        else
            query[parameter] = value;
        return new UriBuilder(address) { Query = query.ToString() }.Uri;
    }
}
