using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using TokenVaultAgent.AgentServer.Tests.Connections;

namespace TokenVaultAgent.AgentServer.Tests.Approvals;

/// <summary>After a no, and after a yes: what the agent may do next, what the user can still change, and for how long.</summary>
public sealed class SecondThoughtsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private Desk _desk = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desk = await Desk.OpenAsync(_clock);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_mail_that_is_not_right_is_refused_alone_and_a_changed_one_is_asked_for_at_once()
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Deny);

        var same = await _desk.FailAsync(Desk.Mail());
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail("Better figures")), Desk.Approve);

        Assert.Equal(("approval_denied", 300), (Chat.Code(same), RetryAfter(same)));
        Assert.Contains("Ask the user what to change", Hint(same), StringComparison.Ordinal);
        await _desk.SendAsync(Desk.Mail("Better figures"));
        Assert.Equal((0, 1), (_desk.Arrived(), _desk.Arrived("Better figures")));
    }

    [Fact]
    public async Task A_refused_mail_can_be_asked_for_again_after_its_pause()
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Deny);
        _clock.Advance(TimeSpan.FromMinutes(5));

        await _desk.AskAsync(Desk.Mail());
    }

    [Fact]
    public async Task Who_changes_their_mind_about_a_mail_is_shown_it_again()
    {
        var refused = await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Deny);

        var again = await _desk.Ada.PressAsync(refused, "I have changed my mind: show it again", Cancelled);
        await _desk.DecideAsync(again.Address, Desk.Approve);

        Assert.Equal(Desk.Asks, again.Heading);
        await _desk.SendAsync(Desk.Mail());
        Assert.Equal(1, _desk.Arrived());
    }

    [Fact]
    public async Task Where_too_much_waits_it_is_not_shown_again_and_stays_refused()
    {
        var refused = await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Deny);
        for (var i = 0; i < 5; i++)
            await _desk.AskAsync(Desk.Mail($"Mail {i}"));

        var again = await _desk.Ada.PressAsync(refused, "I have changed my mind: show it again", Cancelled);

        Assert.Equal("Too much waits for you", again.Heading);
        Assert.Equal("approval_denied", Chat.Code(await _desk.FailAsync(Desk.Mail())));
    }

    [Theory]
    [InlineData(Desk.Stop, 60 * 60, "You are not asked for a while", true)]
    [InlineData(Desk.Report, 24 * 60 * 60, "Reported", false)]
    public async Task A_pause_and_a_report_hold_for_all_that_the_tool_does_with_the_account(string decision, int seconds, string heading, bool tellsThePage)
    {
        var link = await _desk.AskAsync(Desk.Mail());
        var page = await _desk.DecideAsync(link, decision);

        var reworded = await _desk.FailAsync(Desk.Mail("Other figures"));

        Assert.Equal(heading, page.Heading);
        Assert.Contains(decision == Desk.Stop ? "(in 60 minutes)" : "(in 24 hours)", page.Text, StringComparison.Ordinal);
        Assert.Equal(("approval_denied", seconds), (Chat.Code(reworded), RetryAfter(reworded)));
        Assert.Equal(tellsThePage ? link.ToString() : null, reworded.TryGetProperty("url", out var url) ? url.GetString() : null);
        await _desk.AskAsync(Desk.Mail(account: "microsoft"));
    }

    [Fact]
    public async Task A_pause_ends()
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Stop);
        _clock.Advance(TimeSpan.FromHours(1));

        await _desk.AskAsync(Desk.Mail());
    }

    [Theory]
    [InlineData(Desk.Stop)]
    [InlineData(Desk.Report)]
    public async Task Its_user_lifts_it(string decision)
    {
        var page = await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), decision);

        var lifted = await _desk.Ada.PressAsync(page, "Let my assistant ask me again", Cancelled);

        Assert.Contains("can ask you for the like again", lifted.Text, StringComparison.Ordinal);
        await _desk.AskAsync(Desk.Mail());
    }

    [Fact]
    public async Task Nobody_else_lifts_it()
    {
        var link = await _desk.AskAsync(Desk.Mail());
        await _desk.DecideAsync(link, Desk.Stop);
        using var ben = _desk.Chat.Person(Chat.Ben);
        var own = await ben.BrowseAsync(new Uri(_desk.Chat.Root, "accounts"), Cancelled);

        var posted = await ben.PostFromAsync(own, link, [new("change", "lift")], Cancelled);

        Assert.Equal("This link is for someone else", posted.Heading);
        Assert.Equal("approval_denied", Chat.Code(await _desk.FailAsync(Desk.Mail())));
    }

    [Fact]
    public async Task What_is_open_beside_a_pause_can_still_be_approved_by_its_user()
    {
        var (first, second) = (await _desk.AskAsync(Desk.Mail("First")), await _desk.AskAsync(Desk.Mail("Second")));
        await _desk.DecideAsync(first, Desk.Stop);
        var denied = await _desk.FailAsync(Desk.Mail("Second"));

        await _desk.DecideAsync(second, Desk.Approve);

        Assert.Equal("approval_denied", Chat.Code(denied));
        await _desk.SendAsync(Desk.Mail("Second"));
        Assert.Equal((0, 1), (_desk.Arrived("First"), _desk.Arrived("Second")));
    }

    [Fact]
    public async Task An_approval_that_is_not_used_can_be_taken_back()
    {
        var page = await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Approve);

        var back = await _desk.Ada.PressAsync(page, "Take it back", Cancelled);

        Assert.Equal(("Approved", "Taken back"), (page.Heading, back.Heading));
        await _desk.AskAsync(Desk.Mail());
        Assert.Equal(0, _desk.Arrived());
    }

    [Fact]
    public async Task What_is_done_cannot_be_taken_back_and_is_shown_as_done()
    {
        var link = await _desk.AskAsync(Desk.Mail());
        var waiting = await _desk.DecideAsync(link, Desk.Approve);
        await _desk.SendAsync(Desk.Mail());

        var late = await _desk.Ada.PressAsync(waiting, "Take it back", Cancelled);

        Assert.Equal("Sent", late.Heading);
        Assert.Equal("sent", (await _desk.SendAsync(Desk.Mail())).GetProperty("status").GetString());
        Assert.Equal(1, _desk.Arrived());
    }

    [Fact]
    public async Task An_approval_that_nobody_used_says_so()
    {
        var link = await _desk.AskAsync(Desk.Mail());
        await _desk.DecideAsync(link, Desk.Approve);
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("Approved, and not done", (await _desk.Ada.BrowseAsync(link, Cancelled)).Heading);
    }

    [Theory]
    [InlineData(Desk.Approve, "lift")]
    [InlineData(Desk.Approve, "again")]
    [InlineData(Desk.Deny, "lift")]
    [InlineData(Desk.Stop, "again")]
    [InlineData(Desk.Stop, "take-back")]
    [InlineData(Desk.Report, "nonsense")]
    public async Task A_second_thought_that_does_not_fit_changes_nothing(string decision, string change)
    {
        var link = await _desk.AskAsync(Desk.Mail());
        var page = await _desk.DecideAsync(link, decision);

        var after = await _desk.Ada.PostFromAsync(page, link, [new("change", change)], Cancelled);

        Assert.Equal((page.Heading, page.Text), (after.Heading, after.Text));
    }

    [Fact]
    public async Task Of_two_tabs_the_first_to_decide_counts()
    {
        var link = await _desk.AskAsync(Desk.Mail());
        _desk.Ada.StopsAtDecisions = true;
        var tab = await _desk.Ada.BrowseAsync(link, Cancelled);
        await _desk.DecideAsync(link, Desk.Deny);

        var late = await _desk.Ada.PressAsync(tab, "Send this mail", Cancelled);

        Assert.Equal("Not approved", late.Heading);
        Assert.Equal("approval_denied", Chat.Code(await _desk.FailAsync(Desk.Mail())));
    }

    private static int RetryAfter(JsonElement failure) => failure.GetProperty("retry_after_seconds").GetInt32();

    private static string Hint(JsonElement failure) => failure.GetProperty("hint").GetString()!;
}
