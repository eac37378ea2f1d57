using TokenVaultAgent.AgentServer.Tests.Connections;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests.Approvals;

/// <summary>With settings as they come: a mail goes out once Ada has seen that very mail and approved it with MFA.</summary>
public sealed class ApprovalTests : IAsyncLifetime
{
    private static readonly string[] Ben = ["ben@acme.example"];
    private static readonly string[] Mallory = ["Ben Okafor <mallory@evil.example>"];

    private static readonly string[] SendMail = ["send_mail"];

    private Desk _desk = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desk = await Desk.OpenAsync(("Consent:MaxWait", "00:00:01"));

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Theory]
    [InlineData("google")]
    [InlineData("microsoft")]
    public async Task What_is_approved_goes_out_once(string account)
    {
        var mail = Desk.Mail(account: account);
        var page = await _desk.DecideAsync(await _desk.AskAsync(mail), Desk.Approve);

        var receipt = await _desk.SendAsync(mail);

        Assert.Equal("Approved", page.Heading);
        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal((1, 0), (_desk.Arrived(), _desk.Drafts()));
    }

    [Fact]
    public async Task Nothing_is_at_the_provider_before_the_approval()
    {
        await _desk.AskAsync(Desk.Mail());

        Assert.Equal((0, 0), (_desk.Arrived(), _desk.Drafts()));
    }

    [Fact]
    public async Task The_login_to_the_page_asks_for_mfa()
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Approve);

        Assert.Equal(["Log in", "Verify your identity", Desk.Asks, "Approved"], _desk.Ada.PagesSeen);
    }

    [Fact]
    public async Task A_client_that_opens_links_sends_in_one_call()
    {
        using var ada = _desk.Chat.Person(Chat.Ada);
        await using var agent = await _desk.Chat.AgentAsync(Chat.Ada, async request =>
        {
            await ada.BrowseAsync(new Uri(request.Url!), Cancelled);
            return "accept";
        });

        var receipt = await agent.CallAsync("mail_send_message", Desk.Mail(), Cancelled);

        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal(1, _desk.Arrived());
    }

    [Fact]
    public async Task The_clients_word_that_its_user_approved_sends_nothing()
    {
        await _desk.RestartAsync(("Consent:MaxWait", "00:00:00"));
        await using var agent = await _desk.Chat.AgentAsync(Chat.Ada, _ => Task.FromResult("accept"));

        var failure = await agent.FailAsync("mail_send_message", Desk.Mail(), Cancelled);

        Assert.Equal("approval_required", Chat.Code(failure));
        Assert.Equal(0, _desk.Arrived());
    }

    [Fact]
    public async Task The_page_shows_the_whole_action()
    {
        _desk.Ada.StopsAtDecisions = true;
        var page = await _desk.Ada.BrowseAsync(await _desk.AskAsync(Desk.Mail(
            "Figures of March", "Line one.\nLine two.", to: [.. Ben, .. Mallory], bcc: ["eve@evil.example"])), Cancelled);

        foreach (var shown in new[] { "ada.moreau@gmail.example", "ben@acme.example", "mallory@evil.example", "Ben Okafor", "Bcc", "eve@evil.example", "Figures of March", "Line one.\nLine two." })
            Assert.Contains(shown, page.Text, StringComparison.Ordinal);
        const string outside = "Outside your organisation", isNew = "You never wrote to this address";
        Assert.Equal([outside, "Hidden from the others", isNew, outside, isNew, outside, isNew], page.Document.QuerySelectorAll(".people .tag").Select(tag => tag.TextContent));
    }

    [Fact]
    public async Task Outsiders_come_first_and_recipients_of_the_accounts_own_domain_are_not_marked()
    {
        _desk.Ada.StopsAtDecisions = true;
        var page = await _desk.Ada.BrowseAsync(await _desk.AskAsync(Desk.Mail(account: "microsoft", to: [.. Ben, .. Mallory])), Cancelled);

        var people = page.Document.QuerySelectorAll(".people li").Select(li => (li.QuerySelector(".address")!.TextContent, li.QuerySelector(".tag") is not null));

        Assert.Equal([("mallory@evil.example", true), ("ben@acme.example", false)], people);
    }

    [Fact]
    public async Task What_cannot_be_seen_is_named_on_the_page()
    {
        _desk.Ada.StopsAtDecisions = true;
        var page = await _desk.Ada.BrowseAsync(await _desk.AskAsync(Desk.Mail(
            "Figures \u202Exslx.exe", "Hello\u200B<script>alert(1)</script>" + new string('\n', 200) + "send it all to eve")), Cancelled);

        Assert.Equal(["U+202E", "U+200B", "200 empty lines"], page.Document.QuerySelectorAll(".char").Select(c => c.TextContent));
        Assert.Empty(page.Document.QuerySelectorAll("main script"));
        Assert.Contains("send it all to eve", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_looks_like_another_is_written_out()
    {
        _desk.Ada.StopsAtDecisions = true;
        var page = await _desk.Ada.BrowseAsync(await _desk.AskAsync(Desk.Mail(to: ["ben@\u0430cme.example"])), Cancelled);

        Assert.Equal(
            ["Letters of another alphabet: really ben@xn--cme-5cd.example", "Outside your organisation"],
            page.Document.QuerySelectorAll(".people .tag").Select(tag => tag.TextContent));
    }

    [Fact]
    public async Task The_program_that_asks_is_named_as_it_names_itself()
    {
        await using var agent = await AgentClient.ConnectAsync(
            _desk.Chat.Product.McpUrl, await _desk.Chat.TokenAsync(Chat.Ada), RawMcp.Newest, Cancelled, "<b>Code</b> \u202EHelper");
        _desk.Ada.StopsAtDecisions = true;

        var page = await _desk.Ada.BrowseAsync(Chat.Link(await agent.FailAsync("mail_send_message", Desk.Mail(), Cancelled)), Cancelled);

        Assert.Contains("a program that calls itself “<b>Code</b> U+202EHelper”, asks", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_call_has_one_link()
    {
        Assert.Equal(await _desk.AskAsync(Desk.Mail()), await _desk.AskAsync(Desk.Mail()));
    }

    [Theory]
    [InlineData("Figures!", "Here they are.", "google", "Ben Okafor <ben@acme.example>")]
    [InlineData("Figures", "Here they are. And more.", "google", "Ben Okafor <ben@acme.example>")]
    [InlineData("Figures", "Here they are.", "microsoft", "Ben Okafor <ben@acme.example>")]
    [InlineData("Figures", "Here they are.", "google", "ben@acme.example")]
    [InlineData("Figures", "Here they are.", "google", "Ben Okafor <mallory@evil.example>")]
    [InlineData("Figures", "Here they are.", "google", "Benjamin Okafor <ben@acme.example>")]
    public async Task An_approval_is_for_nothing_else(string subject, string body, string account, string to)
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Approve);

        var failure = await _desk.FailAsync(Desk.Mail(subject, body, account, [to], key: "key-2"));

        Assert.Equal("approval_required", Chat.Code(failure));
        Assert.Equal(0, _desk.Arrived(subject));
    }

    [Fact]
    public async Task An_approval_is_not_stretched_to_a_hidden_recipient()
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Approve);

        var failure = await _desk.FailAsync(Desk.Mail(bcc: ["eve@evil.example"]));

        Assert.Equal("approval_required", Chat.Code(failure));
    }

    [Fact]
    public async Task An_approval_is_used_up_by_one_mail()
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Approve);
        await _desk.SendAsync(Desk.Mail());

        var replayed = await _desk.SendAsync(Desk.Mail());
        var again = await _desk.FailAsync(Desk.Mail(key: "key-2"));

        Assert.Equal("sent", replayed.GetProperty("status").GetString());
        Assert.Equal("approval_required", Chat.Code(again));
        Assert.Equal(1, _desk.Arrived());
    }

    [Fact]
    public async Task Without_a_key_a_repeated_call_returns_the_first_outcome()
    {
        var mail = new { account = "google", to = Ben, subject = "Figures", body = "Here they are." };
        await _desk.DecideAsync(await _desk.AskAsync(mail), Desk.Approve);

        var first = await _desk.SendAsync(mail);
        var again = await _desk.SendAsync(mail);

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal(1, _desk.Arrived());
    }

    [Theory]
    [InlineData("key-1")]
    [InlineData(null)]
    public async Task Retries_at_the_same_time_send_one_mail(string? key)
    {
        object mail = key is null ? new { account = "google", to = Ben, subject = "Figures", body = "Here they are." } : Desk.Mail(key: key);
        await _desk.DecideAsync(await _desk.AskAsync(mail), Desk.Approve);
        await using var other = await _desk.Chat.AgentAsync(Chat.Ada);

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            (i % 2 == 0 ? _desk.Agent : other).CallToolAsync("mail_send_message", AgentClient.ArgumentsFrom(mail), cancellationToken: Cancelled).AsTask()));

        var outcomes = results.Select(r => r.IsError is true ? Chat.Code(r.StructuredContent!.Value) : r.StructuredContent!.Value.GetProperty("status").GetString()!).ToList();
        Assert.Contains("sent", outcomes);
        Assert.All(outcomes, outcome => Assert.True(outcome is "sent" or "conflict", outcome));
        Assert.Equal(1, _desk.Arrived());
    }

    [Fact]
    public async Task Keys_that_race_for_one_approval_send_one_mail()
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Approve);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            _desk.Agent.CallToolAsync("mail_send_message", AgentClient.ArgumentsFrom(Desk.Mail(key: $"key-{i}")), cancellationToken: Cancelled).AsTask()));

        Assert.Equal(1, _desk.Arrived());
    }

    [Fact]
    public async Task Opening_the_link_decides_nothing()
    {
        var link = await _desk.AskAsync(Desk.Mail());
        using var preview = await Chat.GetAsync(link);
        _desk.Ada.StopsAtDecisions = true;
        await _desk.Ada.BrowseAsync(link, Cancelled);

        Assert.Equal("approval_required", Chat.Code(await _desk.FailAsync(Desk.Mail())));
    }

    [Fact]
    public async Task Somebody_else_sees_nothing_and_decides_nothing()
    {
        var link = await _desk.AskAsync(Desk.Mail());
        using var ben = _desk.Chat.Person(Chat.Ben);

        var page = await ben.BrowseAsync(link, Cancelled);
        var verify = await ben.BrowseAsync(new Uri(link + "/verify"), Cancelled);

        Assert.All([page, verify], seen => Assert.Equal("This link is for someone else", seen.Heading));
        Assert.DoesNotContain("Figures", page.Text, StringComparison.Ordinal);
        Assert.Equal("approval_required", Chat.Code(await _desk.FailAsync(Desk.Mail())));
    }

    [Fact]
    public async Task A_wrong_code_approves_nothing()
    {
        var link = await _desk.AskAsync(Desk.Mail());
        using var thief = new Person(_desk.Ada.Username, _desk.Ada.Password, "MZXW6YTBOI======", _desk.Ada.Clock);

        var stuck = await Assert.ThrowsAsync<PersonStuckException>(() => thief.BrowseAsync(link, Cancelled));

        Assert.Contains("The code is wrong", stuck.Message, StringComparison.Ordinal);
        Assert.Equal("approval_required", Chat.Code(await _desk.FailAsync(Desk.Mail())));
    }

    [Fact]
    public async Task A_user_without_a_factor_enrols_one_to_approve()
    {
        await using var agent = await _desk.Chat.AgentAsync(Chat.Dev);
        using var dev = _desk.Chat.Person(Chat.Dev, "dev-google");
        await dev.BrowseAsync(Chat.Link(await agent.FailAsync("accounts_connect", new { provider = "google", access = SendMail }, Cancelled)), Cancelled);

        await dev.BrowseAsync(Chat.Link(await agent.FailAsync("mail_send_message", Desk.Mail(), Cancelled)), Cancelled);

        await agent.CallAsync("mail_send_message", Desk.Mail(), Cancelled);
        Assert.Equal(1, _desk.Arrived());
    }

    [Fact]
    public async Task No_more_than_five_actions_wait_for_one_user()
    {
        for (var i = 0; i < 5; i++)
            await _desk.AskAsync(Desk.Mail($"Figures {i}"));

        var failure = await _desk.FailAsync(Desk.Mail("Figures 5"));

        Assert.Equal("rate_limited", Chat.Code(failure));
    }

    [Fact]
    public async Task A_dry_run_asks_nobody()
    {
        var mail = new { account = "google", to = Ben, subject = "Figures", body = "Here they are.", dry_run = true };

        var receipt = await _desk.SendAsync(mail);

        Assert.Equal("dry_run", receipt.GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_waits_for_approval_is_not_in_the_database_in_clear()
    {
        await _desk.AskAsync(Desk.Mail("hush-subject", "hush-body"));

        var file = _desk.Chat.Product.AgentServices.Storage();

        Assert.NotEmpty(file);
        Assert.DoesNotContain("hush-", file, StringComparison.Ordinal);
    }
}
