using MimeKit;
using TokenVaultAgent.AgentServer.Tests.Connections;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.AgentServer.Tests.Approvals;

/// <summary>Somebody else with access to the mailbox changes the draft that waits to be sent.</summary>
public sealed class ChangedDraftTests : IAsyncLifetime
{
    private Desk _desk = null!;

    public async ValueTask InitializeAsync() => _desk = await Desk.OpenAsync(("Consent:MaxWait", "00:00:00"));

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Gmail_is_sent_what_was_approved()
    {
        await LeaveDraftAsync("google", "/gmail/v1/users/me/drafts/send");
        Tamper("ada-google", content => ((TextPart)content.Body!).Text = "Pay to account 666.");

        await _desk.SendAsync(Desk.Mail());

        Assert.Equal("Here they are.", Arrived().TextBody!.Trim());
    }

    [Theory]
    [InlineData("body")]
    [InlineData("subject")]
    [InlineData("recipient")]
    [InlineData("reply-to")]
    [InlineData("attachment")]
    [InlineData("inline attachment")]
    [InlineData("sender")]
    [InlineData("picture in HTML of the same text")]
    public async Task Graph_sends_nothing_that_was_not_approved(string what)
    {
        await LeaveDraftAsync("microsoft", "^/v1.0/me/messages/[^/]+/send");
        Tamper("ada-microsoft", content => Change(content, what));

        var failure = await _desk.FailAsync(Desk.Mail(account: "microsoft"));

        Assert.Equal("conflict", Chat.Code(failure));
        Assert.Equal(0, _desk.Arrived());
    }

    [Fact]
    public async Task A_text_about_markup_is_sent_as_it_was_approved()
    {
        var mail = Desk.Mail(account: "microsoft", body: "Use <img src='x'> and background: url(x), <table> too.");
        await _desk.DecideAsync(await _desk.AskAsync(mail), Desk.Approve);

        await _desk.SendAsync(mail);

        Assert.Equal("Use <img src='x'> and background: url(x), <table> too.", Arrived().TextBody!.Trim());
    }

    [Fact]
    public async Task After_that_the_approved_mail_can_still_be_sent()
    {
        await LeaveDraftAsync("microsoft", "^/v1.0/me/messages/[^/]+/send");
        Tamper("ada-microsoft", content => Change(content, "body"));
        await _desk.FailAsync(Desk.Mail(account: "microsoft"));

        await _desk.SendAsync(Desk.Mail(account: "microsoft"));

        Assert.Equal("Here they are.", Arrived().TextBody!.Trim());
    }

    /// <summary>Approved, drafted, and held up by a limit of the provider.</summary>
    private async Task LeaveDraftAsync(string account, string sendPath)
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail(account: account)), Desk.Approve);
        _desk.Chat.Product.Sandbox.Faults.Add(new FaultRule
        {
            Service = account == "google" ? "google" : "graph",
            Kind = FaultKind.Status,
            Status = 429,
            Method = "POST",
            Path = sendPath,
            Times = 1,
        });
        Assert.Equal("rate_limited", Chat.Code(await _desk.FailAsync(Desk.Mail(account: account))));
        Assert.Equal(1, _desk.Drafts($"ada-{account}"));
    }

    private void Tamper(string account, Action<MimeMessage> change) => _desk.Chat.Product.Sandbox.World.Write(accounts =>
    {
        change(accounts.Single(a => a.Key == account).Messages.Single(m => m.Folder == MailFolder.Drafts && m.Content.Subject == "Figures").Content);
        return true;
    });

    private static void Change(MimeMessage content, string what)
    {
        switch (what)
        {
            case "body":
                ((TextPart)content.Body!).Text = "Pay to account 666.";
                break;
            case "subject":
                content.Subject = "Other figures";
                break;
            case "recipient":
                content.Bcc.Add(new MailboxAddress(null, "eve@evil.example"));
                break;
            case "reply-to":
                content.ReplyTo.Add(new MailboxAddress(null, "eve@evil.example"));
                break;
            case "sender":
                content.From.Clear();
                content.From.Add(new MailboxAddress(null, "boss@acme.example"));
                break;
            case "inline attachment":
                content.Body = new MultipartRelated
                {
                    content.Body!, new MimePart("image", "png") { ContentId = "1", Content = new MimeContent(Stream.Null), ContentDisposition = new ContentDisposition("inline") },
                };
                break;
            case "picture in HTML of the same text":
                content.Body = new TextPart("html") { Text = "<p>Here they are.<img src='https://evil.example/x.png' alt=''></p>" };
                break;
            default:
                content.Body = new Multipart("mixed") { content.Body!, new MimePart("application", "zip") { FileName = "x.zip", Content = new MimeContent(Stream.Null), ContentDisposition = new ContentDisposition("attachment") } };
                break;
        }
    }

    private MimeMessage Arrived() => _desk.Chat.Product.Sandbox.World.Read(accounts => accounts.Single(a => a.Key == "ben-microsoft").Messages
        .Single(m => m.Folder == MailFolder.Inbox && m.Content.Subject == "Figures").Content);
}
