using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MimeKit;
using NodaTime;
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

    [Fact]
    public async Task Sent_Items_show_the_copy_only_when_the_lag_is_over()
    {
        await using var graph = await GraphClient.StartAsync();
        graph.Host.World.SentItemsLag = Duration.FromSeconds(30);
        var draft = await graph.DraftAsync(GraphClient.Letter(), GraphClient.Immutable);
        var byMessageId = $"{Messages}?$filter=internetMessageId eq '{draft["internetMessageId"]}'";
        await graph.PostAsync($"{Messages}/{draft["id"]}/send", prefer: GraphClient.Immutable);

        graph.Clock.Advance(TimeSpan.FromSeconds(29));
        var hidden = await graph.GetRefusalAsync($"{Messages}/{draft["id"]}", GraphClient.Immutable);
        var again = await graph.PostAsync($"{Messages}/{draft["id"]}/send", prefer: GraphClient.Immutable);
        var listed = (await graph.ListAsync(byMessageId, "id")).Count;
        graph.Clock.Advance(TimeSpan.FromSeconds(1));
        var shown = await graph.ListAsync(byMessageId, "id", GraphClient.Immutable);

        hidden.Refuses(HttpStatusCode.NotFound, "ErrorItemNotFound");
        again.Refuses(HttpStatusCode.NotFound, "ErrorItemNotFound");
        Assert.Equal(0, listed);
        Assert.Equal([(string)draft["id"]!], shown);
        Assert.Single(Inbox(graph, "ben-microsoft"));
    }

    [Fact]
    public async Task What_is_sent_at_once_lags_in_Sent_Items_too()
    {
        await using var graph = await GraphClient.StartAsync();
        graph.Host.World.SentItemsLag = Duration.FromSeconds(30);
        var before = (await graph.GetAsync("me/mailFolders/sentitems"))["totalItemCount"]!.GetValue<int>();

        await graph.PostAsync(SendMail, Mail(GraphClient.Letter()));
        var during = (await graph.GetAsync("me/mailFolders/sentitems"))["totalItemCount"]!.GetValue<int>();
        graph.Clock.Advance(TimeSpan.FromSeconds(30));
        var after = (await graph.GetAsync("me/mailFolders/sentitems"))["totalItemCount"]!.GetValue<int>();

        Assert.Equal([before, before, before + 1], new[] { before, during, after });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_Bcc_is_kept_by_the_sender_and_hidden_from_everybody_else(bool asDraft)
    {
        await using var graph = await GraphClient.StartAsync();
        var letter = GraphClient.Letter(bcc: "cho@acme.example");

        if (asDraft) await graph.PostAsync($"{Messages}/{(await graph.DraftAsync(letter))["id"]}/send");
        else await graph.PostAsync(SendMail, Mail(letter));

        var sent = (await graph.GetAsync(SentItems + "?$top=1"))["value"]![0]!;
        Assert.Equal("cho@acme.example", (string?)sent["bccRecipients"]![0]!["emailAddress"]!["address"]);
        foreach (var account in new[] { "ben-microsoft", "cho-microsoft" })
            Assert.DoesNotContain("cho@acme.example", Assert.Single(Inbox(graph, account)).Content.ToString(), StringComparison.Ordinal);
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
    [InlineData(null, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_copy_is_kept_unless_it_is_unwanted(bool? save, int copies)
    {
        await using var graph = await GraphClient.StartAsync();
        var mail = Mail(GraphClient.Letter());
        if (save is not null) mail["saveToSentItems"] = save;

        var sent = await graph.PostAsync(SendMail, mail);

        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        Assert.Equal(copies, (await graph.ListAsync(SentItems)).Count(s => s == "Hello"));
        Assert.Single(Inbox(graph, "ben-microsoft"));
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
