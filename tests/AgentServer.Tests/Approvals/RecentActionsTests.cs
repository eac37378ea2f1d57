using Microsoft.Extensions.Time.Testing;
using TokenVaultAgent.AgentServer.Tests.Connections;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests.Approvals;

/// <summary>The page of connected accounts lists what waits for its user, and what was done and refused in their name.</summary>
public sealed class RecentActionsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private Desk _desk = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desk = await Desk.OpenAsync(_clock);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task It_lists_what_waits_and_what_came_of_the_rest()
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail("Sent one", key: "1")), Desk.Approve);
        await _desk.SendAsync(Desk.Mail("Sent one", key: "1"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail("Refused one", key: "2")), Desk.Deny);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail("Approved one", key: "3")), Desk.Approve);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _desk.AskAsync(Desk.Mail("Open one", account: "microsoft", to: ["ben@acme.example", "mallory@evil.example"], key: "4"));

        var page = await AccountsAsync(_desk.Ada);

        Assert.Equal(
            ["Open one|Waiting for you", "Approved one|Approved", "Refused one|Not approved", "Sent one|Sent"],
            page.Document.QuerySelectorAll(".recent li").Select(li => $"{li.QuerySelector(".detail")!.TextContent.Trim()}|{li.QuerySelector(".tag")!.TextContent}"));
        Assert.Equal("Send a mail to mallory@evil.example and 1 more", page.Document.QuerySelector(".recent a")!.TextContent);
    }

    [Fact]
    public async Task A_question_that_waits_is_found_again_there()
    {
        var link = await _desk.AskAsync(Desk.Mail());

        var page = await AccountsAsync(_desk.Ada);

        Assert.Equal(link.AbsolutePath, page.Document.QuerySelector(".recent a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Questions_about_accounts_wait_there_too()
    {
        await _desk.Agent.FailAsync("accounts_disconnect", new { account = "google" }, Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _desk.Agent.FailAsync("accounts_connect", new { provider = "google", account = "second@gmail.example" }, Cancelled);
        // Begun on the page and left: nobody asks.
        _desk.Ada.StopsAtDecisions = true;
        await _desk.Ada.PressAsync(await AccountsAsync(_desk.Ada), "Connect Microsoft", Cancelled);

        var page = await AccountsAsync(_desk.Ada);

        Assert.Equal(
            ["Connect second@gmail.example", "Disconnect ada.moreau@gmail.example"], page.Document.QuerySelectorAll(".recent a").Select(a => a.TextContent));
    }

    [Fact]
    public async Task What_nobody_answered_is_said_to_be_so()
    {
        await _desk.AskAsync(Desk.Mail());
        _clock.Advance(TimeSpan.FromMinutes(11));

        var page = await AccountsAsync(_desk.Ada);

        Assert.Equal("Not answered", page.Document.QuerySelector(".recent .tag")!.TextContent);
    }

    [Fact]
    public async Task Nobody_elses_is_there()
    {
        await _desk.AskAsync(Desk.Mail());
        using var ben = _desk.Chat.Person(Chat.Ben);

        Assert.Empty((await AccountsAsync(ben)).Document.QuerySelectorAll(".recent"));
    }

    [Fact]
    public async Task Where_too_much_waits_the_agent_is_told_for_how_long()
    {
        for (var i = 0; i < 5; i++)
            await _desk.AskAsync(Desk.Mail($"Mail {i}"));

        var failure = await _desk.FailAsync(Desk.Mail("One more"));

        Assert.Equal(("rate_limited", 600), (Chat.Code(failure), failure.GetProperty("retry_after_seconds").GetInt32()));
    }

    private Task<SeenPage> AccountsAsync(Person person) => person.BrowseAsync(new Uri(_desk.Chat.Root, "accounts"), Cancelled);
}
