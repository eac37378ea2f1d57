using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests.Approvals;

/// <summary>What the page points at: whom the account never wrote to, and what in the text leads somewhere or costs something.</summary>
public sealed class SecondLookTests : IAsyncLifetime
{
    private const string New = "You never wrote to this address";

    private Desk _desk = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desk = await Desk.OpenAsync(("Consent:MaxWait", "00:00:00"));

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Theory]
    [InlineData("google", "ben.okafor@gmail.example", false)]
    [InlineData("google", "ada.moreau@gmail.example", false)]
    [InlineData("google", "stranger@gmail.example", true)]
    [InlineData("google", "ben.okafor@gmail.example.evil.example", true)]
    [InlineData("microsoft", "ben@acme.example", false)]
    [InlineData("microsoft", "stranger@acme.example", true)]
    public async Task A_recipient_to_whom_the_account_never_wrote_is_marked(string account, string address, bool isNew)
    {
        var page = await LookAsync(Desk.Mail(account: account, to: [address]));

        Assert.Equal(isNew, page.Text.Contains(New, StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_mail_the_recipient_is_known()
    {
        var mail = Desk.Mail(to: ["new@partner.example"]);
        await _desk.DecideAsync(await _desk.AskAsync(mail), Desk.Approve);
        await _desk.SendAsync(mail);

        var page = await LookAsync(Desk.Mail("Another", to: ["new@partner.example"], key: "key-2"));

        Assert.DoesNotContain(New, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_sent_mail_cannot_be_searched_nothing_is_claimed()
    {
        _desk.Chat.Product.Sandbox.Faults.Add(new FaultRule { Service = "google", Kind = FaultKind.Status, Status = 403, Path = "/gmail/v1/users/me/messages" });

        var page = await LookAsync(Desk.Mail(to: ["stranger@gmail.example"]));

        Assert.Equal("Send this mail to stranger@gmail.example?", page.Heading);
        Assert.DoesNotContain(New, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sent_mail_is_searched_once_for_a_question_however_often_it_is_asked()
    {
        await _desk.AskAsync(Desk.Mail());
        var before = Searches();
        await _desk.AskAsync(Desk.Mail());

        Assert.Equal((1, 1), (before, Searches()));
    }

    [Fact]
    public async Task What_is_refused_already_costs_no_search()
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Stop);
        var before = Searches();
        await _desk.FailAsync(Desk.Mail("Another", key: "key-2"));

        Assert.Equal((1, 1), (before, Searches()));
    }

    [Fact]
    public async Task Links_amounts_and_accounts_are_named_before_the_text_and_marked_in_it()
    {
        var page = await LookAsync(Desk.Mail(body: "Dear Ben,\nplease pay 9,000 EUR to DE89 3704 0044 0532 0130 00,\nsee https://pay.example/<b>.\nAda"));

        Assert.Equal(
            ["Bank account DE89 3704 0044 0532 0130 00", "Link https://pay.example/", "Amount 9,000 EUR"],
            page.Document.QuerySelectorAll(".noteworthy li").Select(li => string.Join(' ', li.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal(3, page.Document.QuerySelectorAll(".words mark").Length);
        Assert.Equal(
            "Dear Ben,\nplease pay 9,000 EUR to DE89 3704 0044 0532 0130 00,\nsee https://pay.example/<b>.\nAda",
            page.Document.QuerySelector(".words")!.TextContent.Trim());
    }

    private int Searches() => _desk.Chat.Product.Sandbox.Activity.Since(0).OfType<Sandbox.Activity.RequestEntry>()
        .Count(r => r.Path.StartsWith("/gmail/v1/users/me/messages?", StringComparison.Ordinal) && r.Path.Contains("in%3Asent", StringComparison.OrdinalIgnoreCase));

    private async Task<SeenPage> LookAsync(object mail)
    {
        _desk.Ada.StopsAtDecisions = true;
        return await _desk.Ada.BrowseAsync(await _desk.AskAsync(mail), Cancelled);
    }
}
