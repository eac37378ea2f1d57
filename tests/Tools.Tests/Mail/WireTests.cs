using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MimeKit;
using TokenVaultAgent.Tests;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Tests.Mail;

/// <summary>The octets that are handed to Gmail. What parsers that nobody here wrote read of them is tested with the server.</summary>
public sealed partial class WireTests
{
    private static readonly Account Ada = new("google:ada@gmail.example", Provider.Google, "ada@gmail.example", "google-oauth2", null);

    // Lines that servers refuse or break: jstedfast/MimeKit#381, stalwartlabs/mail-builder#31, cgwire/zou#1094, Kitura/Swift-SMTP#106, zou-yu/worker-mailer#23.
    public static TheoryData<string, string> Mails() => new()
    {
        { Given("10-send-long-lines-nonascii.json").Subject, Given("10-send-long-lines-nonascii.json").Body },
        { Given("11-send-ascii-2000-char-line.json").Subject, Given("11-send-ascii-2000-char-line.json").Body },
        { "plain", "One line." },
        { "one word", new string('x', 5_000) },
        { "dots", ".\n..\n.\n" },
        { "From at the beginning", "From here on\nFrom there" },
        { "blanks at the end", "a \nb\t\n\n\n" },
        { "breaks of old", "a\rb\r\nc" },
        { new string('語', 200), new string('語', 3_000) },
        { "=== ???", "=3D = =\n" + new string('=', 500) },
        { "emoji", string.Concat(Enumerable.Repeat("👩‍👩‍👧", 400)) },
    };

    [Theory]
    [MemberData(nameof(Mails))]
    public void Lines_are_short_end_in_crlf_and_hold_ascii(string subject, string body)
    {
        var bytes = new OutgoingMailInput(["Zoë Ångström-日本 <zoe@acme.example>"], null, null, subject, body).From(Ada).ToBytes();
        var text = Encoding.Latin1.GetString(bytes);

        Assert.DoesNotContain(bytes, octet => octet > 126 || (octet < 32 && octet is not ((byte)'\r' or (byte)'\n' or (byte)'\t')));
        Assert.DoesNotMatch(BareBreak(), text);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        Assert.All(text.Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));
        Assert.Matches(TrueEncoding(), text);
    }

    [Theory]
    [InlineData("Ada Moreau", "Ada Moreau")]
    [InlineData(" Zoë Ångström-日本 ", "Zoë Ångström-日本")]
    [InlineData(null, null)]
    [InlineData("  ", null)]
    [InlineData("Call 0800 555 0199", null)]
    [InlineData("ben@acme.example", null)]
    [InlineData("=?utf-8?q?Ben?=", null)]
    [InlineData("Ada\r\nBcc: eve@evil.example", null)]
    public void A_mail_goes_out_under_its_senders_name_where_it_is_one(string? name, string? expected)
    {
        var mail = new OutgoingMailInput(["zoe@acme.example"], null, null, "s", "b").From(Ada with { SenderName = name });
        using var bytes = new MemoryStream(mail.ToBytes());

        var from = Assert.Single(MimeMessage.Load(bytes, TestContext.Current.CancellationToken).From.Mailboxes);

        Assert.Equal((expected ?? "", Ada.Address), (from.Name ?? "", from.Address));
        Assert.Equal(expected, MailAction.Of(mail, []).Summary.Facts.SingleOrDefault(fact => fact.Name == "Sender's name")?.Value);
        Assert.Equal(expected is null, mail.Digest() == new OutgoingMailInput(["zoe@acme.example"], null, null, "s", "b").From(Ada).Digest());
    }

    [Theory]
    [InlineData("zoë@acme.example")]
    [InlineData("Jo <用户@acme.example>")]
    public void An_address_that_not_every_server_can_carry_is_refused_with_the_reason(string address)
    {
        var refused = Assert.Throws<ToolFailureException>(() => new OutgoingMailInput([address], null, null, "s", "b"));

        Assert.Equal(FailureCode.InvalidInput, refused.Failure.Code);
        Assert.Contains("SMTPUTF8", refused.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoded_word_with_a_line_break_in_a_name_is_refused()
    {
        using var given = JsonDocument.Parse(Input("72-encoded-word-newline-in-display-name.json"));
        string[] to = [given.RootElement.GetProperty("to")[0].GetString()!];

        Assert.Equal(FailureCode.InvalidInput, Assert.Throws<ToolFailureException>(() => new OutgoingMailInput(to, null, null, "s", "b")).Failure.Code);
    }

    private static (string Subject, string Body) Given(string name)
    {
        using var given = JsonDocument.Parse(Input(name));
        return (given.RootElement.GetProperty("subject").GetString()!, given.RootElement.GetProperty("body").GetString()!);
    }

    private static string Input(string name) => File.ReadAllText(Path.Combine(Repository.Root, "tests", "Inputs", name));

    [GeneratedRegex(@"(?<!\r)\n|\r(?!\n)")]
    private static partial Regex BareBreak();

    [GeneratedRegex(@"\r\nContent-Transfer-Encoding: (7bit|quoted-printable|base64)\r\n", RegexOptions.IgnoreCase)]
    private static partial Regex TrueEncoding();
}
