using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MimeKit;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

/// <summary>What a new message may be made of.</summary>
public sealed class MessageContentTests
{
    private const string Messages = "me/messages";

    [Theory]
    [InlineData("***", "ErrorMimeContentInvalidBase64String")]
    [InlineData("{\"subject\":\"x\"}", "ErrorMimeContentInvalidBase64String")]
    [InlineData("", "ErrorMimeContentInvalid")]
    public async Task MIME_that_is_none_is_refused(string body, string code)
    {
        await using var graph = await GraphClient.StartAsync();

        var made = await graph.SendAsync(HttpMethod.Post, Messages, Mime(body));

        made.Refuses(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_draft_can_be_made_of_MIME()
    {
        await using var graph = await GraphClient.StartAsync();
        var mime = new MimeMessage { Subject = "Zoë", Body = new TextPart("plain") { Text = "as MIME" }, MessageId = "mime@tests.example" };
        mime.To.Add(MailboxAddress.Parse("ben@acme.example"));

        var made = await graph.SendAsync(HttpMethod.Post, Messages, Mime(Convert.ToBase64String(Encoding.UTF8.GetBytes(mime.ToString()))));

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("Zoë", (string?)made.Json!["subject"]);
        Assert.Equal("<mime@tests.example>", (string?)made.Json["internetMessageId"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("hello")]
    [InlineData("{\"subject\":\"a\",\"subject\":\"b\"}")]
    [InlineData("{\"subject\":\"a\",}")]
    [InlineData("{\"subject\":\"\\ud800\"}")]
    public async Task A_body_that_is_no_JSON_object_is_refused(string body)
    {
        await using var graph = await GraphClient.StartAsync();

        var made = await graph.SendAsync(HttpMethod.Post, Messages, new StringContent(body, Encoding.UTF8, "application/json"));

        made.Refuses(HttpStatusCode.BadRequest, "BadRequest");
        Assert.StartsWith("Unable to read JSON request payload.", made.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(graph.Account.Messages, m => m.ReceivedAt == graph.Host.World.Now);
    }

    [Theory]
    [InlineData("me/events")]
    [InlineData("me/sendMail")]
    [InlineData(Messages)]
    public async Task JSON_under_another_content_type_is_refused(string path)
    {
        await using var graph = await GraphClient.StartAsync();

        var made = await graph.SendAsync(HttpMethod.Post, path, new StringContent("{}", Encoding.UTF8, "application/xml"));

        made.Refuses(HttpStatusCode.BadRequest, "BadRequest");
    }

    [Theory]
    [InlineData("{\"titel\":\"x\"}", "titel")]
    [InlineData("{\"Subject\":\"x\"}", "Subject")]
    [InlineData("{\"message\":{}}", "message")]
    public async Task An_unknown_property_is_named(string body, string name)
    {
        await using var graph = await GraphClient.StartAsync();

        var made = await graph.PostAsync(Messages, (JsonObject)JsonNode.Parse(body)!);

        made.Refuses(HttpStatusCode.BadRequest, "RequestBodyRead");
        Assert.StartsWith($"The property '{name}' does not exist on type 'microsoft.graph.message'.", made.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"subject\":7}")]
    [InlineData("{\"body\":\"text\"}")]
    [InlineData("{\"toRecipients\":{}}")]
    [InlineData("{\"toRecipients\":[\"ben@acme.example\"]}")]
    [InlineData("{\"toRecipients\":[null]}")]
    [InlineData("{\"categories\":[1]}")]
    [InlineData("{\"toRecipients\":[{\"emailAddress\":\"ben@acme.example\"}]}")]
    [InlineData("{\"importance\":\"urgent\"}")]
    [InlineData("{\"importance\":\"1\"}")]
    [InlineData("{\"importance\":\"low,high\"}")]
    [InlineData("{\"body\":{\"contentType\":\"markdown\",\"content\":\"x\"}}")]
    [InlineData("{\"flag\":{\"flagStatus\":\"red\"}}")]
    public async Task A_value_of_another_type_is_refused(string body)
    {
        await using var graph = await GraphClient.StartAsync();

        var made = await graph.PostAsync(Messages, (JsonObject)JsonNode.Parse(body)!);

        made.Refuses(HttpStatusCode.BadRequest, "RequestBodyRead");
    }

    [Theory]
    [InlineData("{\"internetMessageHeaders\":[{\"name\":\"Received\",\"value\":\"x\"}]}")]
    [InlineData("{\"internetMessageHeaders\":[{\"name\":\"x-a b\",\"value\":\"x\"}]}")]
    [InlineData("{\"internetMessageHeaders\":[{\"name\":\"x-a:\\r\\nBcc\",\"value\":\"x\"}]}")]
    [InlineData("{\"internetMessageHeaders\":[{\"name\":\"x-é\",\"value\":\"x\"}]}")]
    [InlineData("{\"internetMessageHeaders\":[{\"value\":\"x\"}]}")]
    public async Task Only_headers_of_ones_own_may_be_set(string body)
    {
        await using var graph = await GraphClient.StartAsync();

        var made = await graph.PostAsync(Messages, (JsonObject)JsonNode.Parse(body)!);

        made.Refuses(HttpStatusCode.BadRequest, "InvalidInternetMessageHeader");
    }

    [Fact]
    public async Task A_line_break_in_a_subject_or_a_header_adds_no_header()
    {
        await using var graph = await GraphClient.StartAsync();
        var draft = GraphClient.Letter(subject: "Hello\r\nBcc: cho@acme.example");
        draft["internetMessageHeaders"] = new JsonArray(new JsonObject { ["name"] = "x-own", ["value"] = "a\r\nBcc: cho@acme.example" });
        draft["categories"] = new JsonArray("Red\r\nBcc: cho@acme.example");

        var made = await graph.DraftAsync(draft);
        var mime = await graph.SendAsync(HttpMethod.Get, $"{Messages}/{made["id"]}/$value");

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(mime.Text));
        Assert.False((await MimeMessage.LoadAsync(stream, TestContext.Current.CancellationToken)).Headers.Contains(HeaderId.Bcc));
    }

    private static StringContent Mime(string body) => new(body, Encoding.UTF8, "text/plain");
}
