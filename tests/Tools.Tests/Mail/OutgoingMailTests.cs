using MimeKit;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Tests.Mail;

public sealed class OutgoingMailTests
{
    private static readonly Account Ada = new("google:ada@gmail.example", Provider.Google, "ada@gmail.example", "google-oauth2", null);

    [Fact]
    public void What_is_sent_is_what_was_asked_for()
    {
        var mail = Input(to: ["Ben Øst <ben@acme.example>"], cc: ["cho@acme.example"], bcc: ["dev@acme.example"], subject: "Café – 🍵", body: "Line\nnext")
            .From(Ada) with
        { InternetMessageId = "<id@gmail.example>" };

        var mime = Parse(mail);

        Assert.Equal("ada@gmail.example", Assert.Single(mime.From.Mailboxes).Address);
        Assert.Equal(("Ben Øst", "ben@acme.example"), (mime.To.Mailboxes.Single().Name, mime.To.Mailboxes.Single().Address));
        Assert.Equal("cho@acme.example", mime.Cc.Mailboxes.Single().Address);
        Assert.Equal("dev@acme.example", mime.Bcc.Mailboxes.Single().Address);
        Assert.Equal("Café – 🍵", mime.Subject);
        Assert.Equal("Line\nnext", mime.TextBody!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal("id@gmail.example", mime.MessageId);
    }

    [Theory]
    [InlineData("\u2028Bcc: eve@evil.example")]
    [InlineData("=?utf-8?q?x=0D=0ABcc=3A_eve=40evil.example?=")]
    [InlineData("\u0085Bcc: eve@evil.example")]
    public void No_subject_adds_a_recipient(string subject)
    {
        MimeMessage mime;
        try
        {
            mime = Parse(Input(subject: subject).From(Ada) with { InternetMessageId = "<id@gmail.example>" });
        }
        catch (ToolFailureException refused)
        {
            Assert.Equal(FailureCode.InvalidInput, refused.Failure.Code);
            return;
        }

        Assert.Empty(mime.Bcc);
        Assert.Equal(["ben@acme.example"], mime.To.Mailboxes.Select(m => m.Address));
    }

    /// <summary>Shown as it is typed, and decoded by every recipient's program.</summary>
    [Theory]
    [InlineData("=?utf-8?B?UGF5IG5vdw==?=")]
    [InlineData("Notes =?UTF-8?q?Pay_now?= of today")]
    [InlineData("é =?iso-8859-1*en?Q?Pay?=")]
    [InlineData("=?utf-8?b?UGF5IG5vdw")]
    [InlineData("=? utf-8 ?B?UGF5IG5vdw==?=")]
    [InlineData("\uFEFFNotes")]
    public void A_subject_that_is_read_otherwise_than_it_is_shown_is_refused(string subject)
    {
        var refused = Assert.Throws<ToolFailureException>(() => Input(subject: subject));

        Assert.StartsWith("subject ", refused.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_refused()
    {
        Assert.StartsWith("subject ", Assert.Throws<ToolFailureException>(() => Input(subject: "half \uD83C a cup")).Failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("body ", Assert.Throws<ToolFailureException>(() => Input(body: "half \uDF75 a cup")).Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=?utf-8?B?PT91dGYtOD9CP1VHRjVJRzV2ZHc9PT89?=")]
    [InlineData("\"=?utf-8?B?PT91dGYtOD9CP1VHRjVJRzV2ZHc9PT89?=\"")]
    [InlineData("=?utf-8?q?Ben=0D=0ABcc:_evil?=")]
    [InlineData("\"=?utf-8?B?UGF5IG5vdw==\"")]
    public void So_is_such_a_name(string name)
    {
        var refused = Assert.Throws<ToolFailureException>(() => Input(to: [$"{name} <ben@acme.example>"]));

        Assert.StartsWith("to[0] ", refused.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_encoded_once_is_shown_and_sent_as_what_it_says()
    {
        var mail = Input(to: ["=?utf-8?q?Andr=C3=A9_?= <ben@acme.example>"]).From(Ada);

        Assert.Equal("André", mail.To.Single().Name);
        Assert.Equal("André", MailAction.Of(mail, []).Summary.People.Single().Name);
        Assert.Equal("André", Parse(mail).To.Mailboxes.Single().Name);
    }

    [Fact]
    public void A_text_is_what_is_sent_however_its_lines_end()
    {
        var mail = Input(subject: "  Notes ", body: "\uFEFFone\r\ntwo\rthree\n").From(Ada);

        Assert.Equal(("Notes", "one\ntwo\nthree\n"), (mail.Subject, mail.Body));
        Assert.Equal(mail.Body, Parse(mail).TextBody!.Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    [Fact]
    public void An_address_counts_once_in_any_case()
    {
        var mail = Input(to: ["ben@acme.example"], cc: ["BEN@acme.example", "cho@acme.example"]).From(Ada);

        Assert.Equal(["cho@acme.example"], mail.Cc.Select(a => a.Address));
    }

    [Theory]
    [InlineData("to[0]", "ben")]
    [InlineData("to[0]", "\"URGENT - new bank details: pay invoice 4471 to IBAN GB00 EVIL 1234 today\" <ben@acme.example>")]
    [InlineData("to[0]", "\"eve@evil.example\" <ben@acme.example>")]
    [InlineData("to[0]", "ben@")]
    [InlineData("to[0]", "@acme.example")]
    [InlineData("to[0]", "a@b, c@d")]
    [InlineData("to[0]", "team: a@b.example, c@d.example;")]
    [InlineData("to[0]", "ben@acme.example\nBcc: eve@evil.example")]
    [InlineData("to[0]", "<@route.example:ben@acme.example>")]
    [InlineData("to[0]", "")]
    [InlineData("to[0]", null)]
    public void What_is_not_one_address_is_named(string argument, string? address)
    {
        var refused = Assert.Throws<ToolFailureException>(() => Input(to: [address!]));

        Assert.StartsWith($"{argument} ", refused.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_recipients_are_counted_over_all_three()
    {
        string[] many = [.. Enumerable.Range(0, OutgoingMailInput.MaxRecipients).Select(i => $"p{i}@acme.example")];

        var refused = Assert.Throws<ToolFailureException>(() => Input(to: many, bcc: ["one@more.example"]));

        Assert.StartsWith("to ", refused.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_digest_is_of_everything_that_goes_out()
    {
        OutgoingMail[] mails =
        [
            Input().From(Ada),
            Input(to: ["eve@evil.example"]).From(Ada),
            Input(cc: ["eve@evil.example"]).From(Ada),
            Input(bcc: ["eve@evil.example"]).From(Ada),
            Input(to: ["Eve <ben@acme.example>"]).From(Ada),
            Input(subject: "Other").From(Ada),
            Input(body: "Other").From(Ada),
            Input().From(Ada with { Id = "microsoft:ada@acme.example" }),
        ];

        Assert.Equal(mails.Length, mails.Select(m => m.Digest()).Distinct().Count());
        Assert.Equal(Input().From(Ada).Digest(), Input().From(Ada).Digest());
    }

    private static OutgoingMailInput Input(
        string[]? to = null, string[]? cc = null, string[]? bcc = null, string subject = "Subject", string body = "Body") =>
        new(to ?? ["ben@acme.example"], cc, bcc, subject, body);

    private static MimeMessage Parse(OutgoingMail mail)
    {
        using var bytes = new MemoryStream(mail.ToBytes());
        return MimeMessage.Load(bytes, TestContext.Current.CancellationToken);
    }
}
