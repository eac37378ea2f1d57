using Microsoft.Extensions.Time.Testing;
using MimeKit;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.World;

public sealed class PostOfficeTests
{
    private readonly SandboxWorld _world = new(new FakeTimeProvider());
    private readonly ProviderAccount _ada;

    public PostOfficeTests()
    {
        Seed.Own.Fill(_world);
        _ada = _world.Find("ada-google")!;
    }

    [Fact]
    public void A_copy_goes_to_each_recipient_whatever_the_provider()
    {
        var message = Mail(to: "ben@acme.example", cc: "cho@studio.example");

        var delivered = PostOffice.Send(_world, _ada, message);

        Assert.Equal(2, delivered.Count);
        Assert.Contains(delivered[0], _world.Find("ben-microsoft")!.Messages);
        Assert.Contains(delivered[1], _world.Find("cho-studio")!.Messages);
    }

    [Fact]
    public void A_blind_recipient_gets_a_copy_that_does_not_say_so()
    {
        var message = Mail(to: "ben@acme.example", bcc: "cho@studio.example");

        PostOffice.Send(_world, _ada, message);

        var blind = _world.Find("cho-studio")!.Messages[^1];
        Assert.Equal("Hello", blind.Content.Subject);
        Assert.DoesNotContain("bcc", blind.Content.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Single(message.Bcc);
    }

    [Fact]
    public void An_answer_joins_the_recipients_thread()
    {
        var root = _world.Find("ben-google")!.Messages.Single(m => m.Content.Subject == "Dinner when I am in Paris?");
        var answer = Mail(to: "ben.okafor@gmail.example");
        answer.InReplyTo = root.Content.MessageId;

        var delivered = PostOffice.Send(_world, _ada, answer);

        Assert.Equal(root.ThreadId, delivered.Single().ThreadId);
    }

    [Fact]
    public void An_address_that_a_hosted_domain_lacks_bounces_to_the_sender()
    {
        var message = Mail(to: "nobody@acme.example");

        PostOffice.Send(_world, _ada, message);

        var report = _ada.Messages[^1].Content;
        Assert.Equal("mailer-daemon@gmail.example", report.From.Mailboxes.Single().Address);
        Assert.Equal(message.MessageId, report.InReplyTo);
    }

    [Fact]
    public void An_address_elsewhere_does_not_bounce()
    {
        var before = _ada.Messages.Count;

        PostOffice.Send(_world, _ada, Mail(to: "someone@partner.example"));

        Assert.Equal(before, _ada.Messages.Count);
    }

    [Fact]
    public void Ids_of_Graph_are_as_long_as_the_real_ones()
    {
        var delivered = PostOffice.Send(_world, _ada, Mail(to: "ben@acme.example")).Single();

        Assert.Equal(152, delivered.Id.Length);
        Assert.NotEqual(delivered.Id, delivered.ImmutableId);
    }

    private static MimeMessage Mail(string to, string? cc = null, string? bcc = null)
    {
        var message = new MimeMessage { Subject = "Hello", Body = new TextPart("plain") { Text = "Hello" } };
        message.From.Add(MailboxAddress.Parse("ada.moreau@gmail.example"));
        message.To.Add(MailboxAddress.Parse(to));
        if (cc is not null) message.Cc.Add(MailboxAddress.Parse(cc));
        if (bcc is not null) message.Bcc.Add(MailboxAddress.Parse(bcc));
        return message;
    }
}
