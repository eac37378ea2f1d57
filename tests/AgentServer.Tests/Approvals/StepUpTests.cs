using Microsoft.Extensions.Time.Testing;
using TokenVaultAgent.AgentServer.Tests.Connections;
using TokenVaultAgent.Sandbox.Auth0.Actions;

namespace TokenVaultAgent.AgentServer.Tests.Approvals;

/// <summary>The MFA behind an approval is the approving user's own, and fresh.</summary>
public sealed class StepUpTests
{
    private const string Code = "Verify your identity";

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stale_mfa_is_met_anew_before_the_approval_counts()
    {
        await using var desk = await Desk.OpenAsync(_clock);
        desk.Ada.StopsAtDecisions = true;
        var page = await desk.Ada.BrowseAsync(await desk.AskAsync(Desk.Mail()), Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(6));
        desk.Ada.PagesSeen.Clear();

        var approved = await desk.Ada.PressAsync(page, Desk.Words(page, Desk.Approve), Cancelled);

        Assert.Equal("Approved", approved.Heading);
        Assert.Equal(["Verify that it is you", "Log in", Code, "Approved"], desk.Ada.PagesSeen);
        await desk.SendAsync(Desk.Mail());
        Assert.Equal(1, desk.Arrived());
    }

    [Fact]
    public async Task A_fresh_mfa_serves_the_next_approval_too()
    {
        await using var desk = await Desk.OpenAsync(_clock);
        await desk.DecideAsync(await desk.AskAsync(Desk.Mail("First")), Desk.Approve);
        desk.Ada.PagesSeen.Clear();
        _clock.Advance(TimeSpan.FromMinutes(4));

        await desk.DecideAsync(await desk.AskAsync(Desk.Mail("Second")), Desk.Approve);

        Assert.Equal([Desk.Asks, "Approved"], desk.Ada.PagesSeen);
    }

    [Fact]
    public async Task The_age_is_the_operators()
    {
        await using var desk = await Desk.OpenAsync(_clock, ("StepUp:Policies:mail_send_message:MaxAge", "00:02:00"));
        await desk.DecideAsync(await desk.AskAsync(Desk.Mail("First")), Desk.Approve);
        _clock.Advance(TimeSpan.FromMinutes(3));
        desk.Ada.PagesSeen.Clear();

        desk.Ada.StopsAtDecisions = true;
        var page = await desk.Ada.BrowseAsync(await desk.AskAsync(Desk.Mail("Second")), Cancelled);
        await desk.Ada.PressAsync(page, "Send this mail, and verify that it is you", Cancelled);

        Assert.Contains(Code, desk.Ada.PagesSeen);
    }

    [Fact]
    public async Task A_login_that_proves_no_mfa_approves_nothing()
    {
        await using var desk = await Desk.OpenAsync(_clock);
        desk.Chat.Tenant.PostLoginActions = [];
        desk.Ada.StopsAtDecisions = true;
        var page = await desk.Ada.BrowseAsync(await desk.AskAsync(Desk.Mail()), Cancelled);

        var told = await desk.Ada.PressAsync(page, "Send this mail, and verify that it is you", Cancelled);

        Assert.Equal("You could not be verified", told.Heading);
        Assert.Equal("approval_required", Chat.Code(await desk.FailAsync(Desk.Mail())));
    }

    [Theory]
    [InlineData("true", "Send this mail")]
    [InlineData("false", "Send this mail, and verify that it is you")]
    public async Task Whether_a_login_proves_mfa_by_the_factor_that_was_enrolled_in_it_is_the_operators_to_say(string allowed, string button)
    {
        await using var desk = await Desk.OpenAsync(_clock, ("StepUp:AllowEnrolment", allowed));
        desk.Chat.Tenant.AddUser(desk.Chat.Tenant.FindUser(Chat.Ada)! with { TotpSecret = null, PhoneSecret = null });
        desk.Ada.StopsAtDecisions = true;

        var page = await desk.Ada.BrowseAsync(await desk.AskAsync(Desk.Mail()), Cancelled);

        Assert.Contains("Secure your account", desk.Ada.PagesSeen);
        Assert.Equal(button, page.Document.QuerySelector("button")!.TextContent);
    }

    [Fact]
    public async Task Where_the_action_forbids_it_too_nobody_gets_a_factor_on_the_way_to_an_approval()
    {
        await using var desk = await Desk.OpenAsync(_clock, ("StepUp:AllowEnrolment", "false"));
        desk.Chat.Tenant.AddUser(desk.Chat.Tenant.FindUser(Chat.Ada)! with { TotpSecret = null, PhoneSecret = null });
        desk.Chat.Tenant.PostLoginActions =
            [.. PostLoginAction.Shipped.Select(action => action with { Secrets = new Dictionary<string, string> { ["ALLOW_ENROLMENT"] = "false" } })];
        desk.Ada.StopsAtDecisions = true;
        var page = await desk.Ada.BrowseAsync(await desk.AskAsync(Desk.Mail()), Cancelled);

        var told = await desk.Ada.PressAsync(page, "Send this mail, and verify that it is you", Cancelled);

        Assert.Equal("You could not be verified", told.Heading);
        Assert.DoesNotContain("Secure your account", desk.Ada.PagesSeen);
    }

    [Fact]
    public async Task Coming_back_verified_approves_nothing_that_was_not_approved_before()
    {
        await using var desk = await Desk.OpenAsync(_clock);
        var link = await desk.AskAsync(Desk.Mail());
        desk.Ada.StopsAtDecisions = true;
        await desk.Ada.BrowseAsync(link, Cancelled);

        var verify = await desk.Ada.BrowseAsync(new Uri(link + "/verify"), Cancelled);

        Assert.Equal(Desk.Asks, verify.Heading);
        Assert.Equal("approval_required", Chat.Code(await desk.FailAsync(Desk.Mail())));
    }

    [Fact]
    public async Task Who_verifies_as_somebody_else_has_approved_nothing()
    {
        await using var desk = await Desk.OpenAsync(_clock);
        desk.Ada.StopsAtDecisions = true;
        var page = await desk.Ada.BrowseAsync(await desk.AskAsync(Desk.Mail()), Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(6));
        desk.Ada.Becomes(desk.Chat.Tenant.FindUser(Chat.Ben)!);

        var told = await desk.Ada.PressAsync(page, Desk.Words(page, Desk.Approve), Cancelled);

        Assert.Equal("This link is for someone else", told.Heading);
        Assert.Equal("approval_required", Chat.Code(await desk.FailAsync(Desk.Mail())));
    }

    [Fact]
    public async Task One_actions_approval_is_not_completed_by_coming_back_for_another()
    {
        await using var desk = await Desk.OpenAsync(_clock);
        var (first, second) = (await desk.AskAsync(Desk.Mail("First")), await desk.AskAsync(Desk.Mail("Second")));
        desk.Ada.StopsAtDecisions = true;
        var page = await desk.Ada.BrowseAsync(first, Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(6));
        await desk.Ada.PressAsync(page, Desk.Words(page, Desk.Approve), new Uri(first + "/verify"), Cancelled);

        var told = await desk.Ada.BrowseAsync(new Uri(second + "/verify"), Cancelled);

        Assert.Equal(Desk.Asks, told.Heading);
        Assert.Equal("approval_required", Chat.Code(await desk.FailAsync(Desk.Mail("Second"))));
    }

    [Fact]
    public async Task What_was_given_up_at_the_second_factor_no_other_login_and_no_address_completes()
    {
        await using var desk = await Desk.OpenAsync(_clock);
        var (first, second) = (await desk.AskAsync(Desk.Mail("First")), await desk.AskAsync(Desk.Mail("Second")));
        await GiveUpAsync(desk, first);
        desk.Ada.StopsAtDecisions = true;
        var page = await desk.Ada.BrowseAsync(second, Cancelled);
        Assert.Equal("Approved", (await desk.Ada.PressAsync(page, "Send this mail, and verify that it is you", Cancelled)).Heading);

        foreach (var address in new[] { "/verify", "/verified", "" })
            await desk.Ada.BrowseAsync(new Uri(first + address), Cancelled);

        Assert.Equal("approval_required", Chat.Code(await desk.FailAsync(Desk.Mail("First"))));
        await desk.SendAsync(Desk.Mail("Second"));
    }

    [Fact]
    public async Task What_was_pressed_in_a_session_ends_with_it()
    {
        await using var desk = await Desk.OpenAsync(_clock);
        var link = await desk.AskAsync(Desk.Mail());
        var login = await GiveUpAsync(desk, link);
        desk.Ada.StopsAtDecisions = true;
        await desk.Ada.PressAsync(await desk.Ada.BrowseAsync(new Uri(desk.Chat.Root, "accounts"), Cancelled), "Sign out", Cancelled);

        var back = await desk.Ada.BrowseAsync(login, Cancelled);

        Assert.Equal(Desk.Asks, back.Heading);
        Assert.Equal("approval_required", Chat.Code(await desk.FailAsync(Desk.Mail())));
    }

    /// <summary>Ada approves with an MFA of some minutes ago, and stops where she is asked for a new one.</summary>
    /// <returns>The tenant's page on which she stops.</returns>
    private async Task<Uri> GiveUpAsync(Desk desk, Uri link)
    {
        desk.Ada.StopsAtDecisions = true;
        var page = await desk.Ada.BrowseAsync(link, Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(6));
        return await desk.Ada.PressAsync(page, Desk.Words(page, Desk.Approve), new Uri(desk.Chat.Product.Sandbox.Auth0Url, "u/login"), Cancelled);
    }

    [Fact]
    public async Task A_link_expires_and_the_next_call_has_a_new_one()
    {
        await using var desk = await Desk.OpenAsync(_clock);
        var link = await desk.AskAsync(Desk.Mail());
        _clock.Advance(TimeSpan.FromMinutes(11));

        var page = await desk.Ada.BrowseAsync(link, Cancelled);

        Assert.Equal("This link has expired", page.Heading);
        Assert.NotEqual(link, await desk.AskAsync(Desk.Mail()));
    }

    [Fact]
    public async Task An_approval_that_nobody_uses_expires()
    {
        await using var desk = await Desk.OpenAsync(_clock);
        await desk.DecideAsync(await desk.AskAsync(Desk.Mail()), Desk.Approve);
        _clock.Advance(TimeSpan.FromMinutes(11));

        await desk.AskAsync(Desk.Mail());

        Assert.Equal(0, desk.Arrived());
    }

    [Fact]
    public async Task What_was_sent_is_told_long_after_its_approval()
    {
        await using var desk = await Desk.OpenAsync(_clock);
        await desk.DecideAsync(await desk.AskAsync(Desk.Mail()), Desk.Approve);
        await desk.SendAsync(Desk.Mail());
        _clock.Advance(TimeSpan.FromHours(5));

        var receipt = await desk.SendAsync(Desk.Mail());

        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal(1, desk.Arrived());
    }

    [Fact]
    public async Task A_denial_is_over_after_its_pause_and_a_report_is_not()
    {
        await using var desk = await Desk.OpenAsync(_clock);
        await desk.DecideAsync(await desk.AskAsync(Desk.Mail()), Desk.Deny);
        await desk.DecideAsync(await desk.AskAsync(Desk.Mail(account: "microsoft")), Desk.Report);
        _clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal("approval_required", Chat.Code(await desk.FailAsync(Desk.Mail())));
        Assert.Equal("approval_denied", Chat.Code(await desk.FailAsync(Desk.Mail(account: "microsoft"))));
    }

    [Fact]
    public async Task An_approval_under_a_laxer_policy_is_none_under_a_stricter()
    {
        await using var desk = await Desk.OpenAsync(_clock, ("StepUp:Policies:mail_send_message:Policy", "approve"));
        desk.Chat.Tenant.PostLoginActions = [PostLoginAction.Shipped[1]];
        await desk.DecideAsync(await desk.AskAsync(Desk.Mail()), Desk.Approve);

        await desk.RestartAsync(("StepUp:Policies:mail_send_message:Policy", "step_up"));

        Assert.Equal("approval_required", Chat.Code(await desk.FailAsync(Desk.Mail())));
    }
}
