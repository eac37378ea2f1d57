using System.Buffers.Text;
using System.Text;
using TokenVaultAgent.Tools.Mail;
using TokenVaultAgent.Tools.Providers.GoogleGmailV1.Data;

namespace TokenVaultAgent.Tools.Tests.Mail;

/// <summary>Which parts of a message are its body.</summary>
public sealed class GmailReaderTests
{
    [Fact]
    public void Of_alternatives_the_one_that_readers_see_is_the_body() =>
        Assert.Equal("<p>html</p>", Body(Multipart("alternative", Text("plain", "plain"), Text("html", "<p>html</p>"))).Body);

    [Fact]
    public void An_attached_mail_is_not_the_body()
    {
        var attached = new MessagePart { MimeType = "message/rfc822", Parts = [Text("html", "<p>another</p>")] };

        var message = Body(Multipart("mixed", Text("plain", "mine"), attached));

        Assert.Equal(("mine", false), (message.Body, message.BodyIsHtml));
    }

    [Fact]
    public void Parts_in_a_row_are_one_body()
    {
        var message = Body(Multipart("mixed", Text("html", "<p>first</p>"), Text("plain", "a < b\nc"), Text("html", "<p>last</p>")));

        Assert.Equal(("<p>first</p><div>a &lt; b<br>c</div><p>last</p>", true), (message.Body, message.BodyIsHtml));
    }

    [Fact]
    public void Plain_parts_stay_plain() =>
        Assert.Equal("one\n\ntwo", Body(Multipart("mixed", Text("plain", "one"), Text("plain", "two"))).Body);

    [Fact]
    public void A_text_with_a_file_name_is_an_attachment()
    {
        var file = Text("plain", "file");
        file.Filename = "notes.txt";

        var message = Body(Multipart("mixed", Text("plain", "mine"), file));

        Assert.Equal("mine", message.Body);
        Assert.Equal("notes.txt", Assert.Single(message.Attachments).Name);
    }

    private static MailMessage Body(MessagePart payload) => GmailReader.Read(new Message { Id = "1", InternalDate = 1_772_323_200_000, Payload = payload });

    private static MessagePart Multipart(string subtype, params MessagePart[] parts) => new() { MimeType = "multipart/" + subtype, Parts = parts };

    private static MessagePart Text(string subtype, string text) => new()
    {
        MimeType = "text/" + subtype,
        Body = new MessagePartBody { Data = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)) },
    };
}
