using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MimeKit;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

public sealed class MessageSendTests
{
    private const string Messages = "me/messages";
    private const string SendMail = "me/sendMail";
    private const string SentItems = "me/mailFolders/sentitems/messages";

    [Fact]
    public async Task A_draft_that_is_sent_arrives_once_and_leaves_Drafts()
    {
        await using var graph = await GraphClient.StartAsync();
        var draft = await graph.DraftAsync(GraphClient.Letter());

        var sent = await graph.PostAsync($"{Messages}/{draft["id"]}/send");

        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        var copy = Assert.Single(Inbox(graph, "ben-microsoft"));
        Assert.Equal((string?)draft["internetMessageId"], $"<{copy.Content.MessageId}>");
        Assert.Equal("ada@acme.example", copy.Content.From.Mailboxes.Single().Address);
        Assert.DoesNotContain("Hello", await graph.ListAsync("me/mailFolders/drafts/messages"));
        Assert.Equal("Hello", (await graph.ListAsync(SentItems))[0]);
    }

    [Fact]
    public async Task A_message_is_not_sent_twice()
    {
        await using var graph = await GraphClient.StartAsync();
        var draft = await graph.DraftAsync(GraphClient.Letter(), GraphClient.Immutable);
        await graph.PostAsync($"{Messages}/{draft["id"]}/send", prefer: GraphClient.Immutable);

        var again = await graph.PostAsync($"{Messages}/{draft["id"]}/send", prefer: GraphClient.Immutable);

        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Single(Inbox(graph, "ben-microsoft"));
    }

    [Fact]
    public async Task Of_many_sends_at_once_one_is_taken()
    {
        await using var graph = await GraphClient.StartAsync();
        var draft = await graph.DraftAsync(GraphClient.Letter(), GraphClient.Immutable);

        var sent = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => graph.PostAsync($"{Messages}/{draft["id"]}/send", prefer: GraphClient.Immutable)));

        Assert.Single(sent, s => s.Status == HttpStatusCode.Accepted);
        Assert.Single(Inbox(graph, "ben-microsoft"));
    }

    [Fact]
    public async Task Sending_needs_no_permission_to_read()
    {
        await using var graph = await GraphClient.StartAsync(scopes: "Mail.Send");

        var sent = await graph.PostAsync(SendMail, Mail(GraphClient.Letter()));

        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
    }

    [Fact]
    public async Task A_sent_draft_is_gone_by_its_mutable_id()
    {
        await using var graph = await GraphClient.StartAsync();
        var draft = await graph.DraftAsync(GraphClient.Letter());
        await graph.PostAsync($"{Messages}/{draft["id"]}/send");

        var again = await graph.PostAsync($"{Messages}/{draft["id"]}/send");

        again.Refuses(HttpStatusCode.NotFound, "ErrorItemNotFound");
    }

    [Fact]
    public async Task What_was_received_cannot_be_sent_not_even_from_Drafts()
    {
        await using var graph = await GraphClient.StartAsync();
        var received = graph.Message("Contract draft v3");

        await graph.PostAsync($"{Messages}/{received.Id}/move", new JsonObject { ["destinationId"] = "drafts" });
        var sent = await graph.PostAsync($"{Messages}/{received.Id}/send");

        Assert.Equal(HttpStatusCode.BadRequest, sent.Status);
    }

    [Theory]
    [InlineData("ben", "ben")]
    [InlineData("ben@acme", "ben@acme")]
    [InlineData("", "")]
    [InlineData("ben@acme.example, cho@acme.example", "ben@acme.example, cho@acme.example")]
    [InlineData("Ben <ben@acme.example>", "Ben <ben@acme.example>")]
    public async Task An_address_that_is_none_is_not_sent_to(string address, string named)
    {
        await using var graph = await GraphClient.StartAsync();

        var sent = await graph.PostAsync(SendMail, Mail(GraphClient.Letter(address)));

        sent.Refuses(HttpStatusCode.BadRequest, "ErrorInvalidRecipients");
        Assert.Contains($"Recipient '{named}' is not resolved", sent.Message, StringComparison.Ordinal);
        Assert.Empty(Inbox(graph, "ben-microsoft"));
    }

    [Fact]
    public async Task A_recipient_without_an_address_is_refused()
    {
        await using var graph = await GraphClient.StartAsync();
        var letter = GraphClient.Letter();
        letter["ccRecipients"] = new JsonArray(new JsonObject());

        var sent = await graph.PostAsync(SendMail, Mail(letter));

        sent.Refuses(HttpStatusCode.BadRequest, "ErrorInvalidRecipients");
        Assert.Empty(Inbox(graph, "ben-microsoft"));
    }

    [Fact]
    public async Task A_draft_without_recipients_stays_a_draft()
    {
        await using var graph = await GraphClient.StartAsync();
        var draft = await graph.DraftAsync(GraphClient.Letter(to: null));

        var sent = await graph.PostAsync($"{Messages}/{draft["id"]}/send");

        sent.Refuses(HttpStatusCode.BadRequest, "ErrorInvalidRecipients");
        Assert.True((bool)(await graph.GetAsync($"{Messages}/{draft["id"]}"))["isDraft"]!);
    }

    [Theory]
    [InlineData("from")]
    [InlineData("sender")]
    public async Task Nobody_sends_as_somebody_else(string property)
    {
        await using var graph = await GraphClient.StartAsync();
        var letter = GraphClient.Letter();
        letter[property] = GraphClient.Person("cho@acme.example");

        var sent = await graph.PostAsync(SendMail, Mail(letter));

        sent.Refuses(HttpStatusCode.Forbidden, "ErrorSendAsDenied");
        Assert.Empty(Inbox(graph, "ben-microsoft"));
    }

    [Theory]
    [InlineData("From")]
    [InlineData("Sender")]
    public async Task Nobody_sends_as_somebody_else_in_MIME(string header)
    {
        await using var graph = await GraphClient.StartAsync();
        var mime = Mime();
        mime.Headers[header] = "cho@acme.example";

        var sent = await graph.SendAsync(HttpMethod.Post, SendMail, Content(mime));

        sent.Refuses(HttpStatusCode.Forbidden, "ErrorSendAsDenied");
    }

    [Fact]
    public async Task MIME_is_sent_as_it_is()
    {
        await using var graph = await GraphClient.StartAsync();

        var sent = await graph.SendAsync(HttpMethod.Post, SendMail, Content(Mime()));

        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        var copy = Assert.Single(Inbox(graph, "ben-microsoft"));
        Assert.Equal("mime@tests.example", copy.Content.MessageId);
        Assert.Equal("Hello", (await graph.ListAsync(SentItems))[0]);
    }

    [Theory]
    [InlineData("{}", "ErrorInvalidParameter")]
    [InlineData("{\"message\":\"hello\"}", "RequestBodyRead")]
    [InlineData("{\"message\":{\"titel\":\"x\"}}", "RequestBodyRead")]
    [InlineData("{\"message\":{\"toRecipients\":[{\"emailAddress\":{\"address\":\"ben@acme.example\"}}]},\"saveToSentItem\":false}", "RequestBodyRead")]
    [InlineData("{\"message\":{\"subject\":\"x\"}}", "ErrorInvalidRecipients")]
    public async Task A_mail_that_is_none_is_refused(string body, string code)
    {
        await using var graph = await GraphClient.StartAsync();

        var sent = await graph.PostAsync(SendMail, (JsonObject)JsonNode.Parse(body)!);

        sent.Refuses(HttpStatusCode.BadRequest, code);
        Assert.Empty(Inbox(graph, "ben-microsoft"));
    }

    [Fact]
    public async Task An_address_that_a_hosted_domain_has_not_comes_back_as_undeliverable()
    {
        await using var graph = await GraphClient.StartAsync();

        var sent = await graph.PostAsync(SendMail, Mail(GraphClient.Letter("nobody@acme.example")));

        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        Assert.Contains("Undeliverable: Hello", await graph.ListAsync("me/mailFolders/inbox/messages"));
    }

    private static IEnumerable<WorldMessage> Inbox(GraphClient graph, string account) =>
        graph.Host.World.Find(account)!.Messages.Where(m => m.Content.Subject == "Hello" && m.Folder == MailFolder.Inbox);

    private static JsonObject Mail(JsonObject letter) => new() { ["message"] = letter };

    private static MimeMessage Mime()
    {
        var mime = new MimeMessage { Subject = "Hello", Body = new TextPart("plain") { Text = "as MIME" }, MessageId = "mime@tests.example" };
        mime.To.Add(MailboxAddress.Parse("ben@acme.example"));
        return mime;
    }

    private static StringContent Content(MimeMessage mime) =>
        new(Convert.ToBase64String(Encoding.UTF8.GetBytes(mime.ToString())), Encoding.UTF8, "text/plain");
}
