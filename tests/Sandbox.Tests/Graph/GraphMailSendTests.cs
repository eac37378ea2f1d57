using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

public sealed class GraphMailSendTests
{
    [Fact]
    public async Task A_draft_is_sent_and_delivered()
    {
        await using var graph = await GraphClient.StartAsync();
        var draft = await graph.DraftAsync("Figures");

        var sent = await graph.PostAsync($"me/messages/{(string)draft["id"]!}/send", null, GraphClient.Immutable);

        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        Assert.Empty(sent.Text);
        Assert.Equal("Figures", Received("ben-microsoft", graph).Content.Subject);
    }

    [Fact]
    public async Task The_immutable_id_outlives_the_send_and_the_other_does_not()
    {
        await using var graph = await GraphClient.StartAsync();
        var immutable = (string)(await graph.DraftAsync())["id"]!;
        var mutable = graph.Account.Messages.Single(m => m.ImmutableId == immutable).Id;

        await graph.PostAsync($"me/messages/{mutable}/send");
        var byImmutable = await graph.GetAsync($"me/messages/{immutable}", GraphClient.Immutable);
        var byMutable = await graph.SendAsync(HttpMethod.Get, $"me/messages/{mutable}");

        Assert.False((bool)byImmutable["isDraft"]!);
        Assert.Equal(HttpStatusCode.NotFound, byMutable.Status);
    }

    [Fact]
    public async Task The_sent_copy_is_there_when_the_lag_is_over()
    {
        await using var graph = await GraphClient.StartAsync();
        graph.Host.World.SentItemsLag = Duration.FromSeconds(30);
        var id = (string)(await graph.DraftAsync("Late"))["id"]!;
        await graph.PostAsync($"me/messages/{id}/send", null, GraphClient.Immutable);

        var during = await graph.SendAsync(HttpMethod.Get, $"me/messages/{id}", prefer: GraphClient.Immutable);
        var listed = await graph.ListAsync("me/mailFolders/sentitems/messages?$filter=subject eq 'Late'");
        graph.Clock.Advance(TimeSpan.FromSeconds(31));
        var after = await graph.SendAsync(HttpMethod.Get, $"me/messages/{id}", prefer: GraphClient.Immutable);

        Assert.Equal(HttpStatusCode.NotFound, during.Status);
        Assert.Empty(listed);
        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.Single(graph.Host.World.Find("ben-microsoft")!.Messages, m => m.Content.Subject == "Late");
    }

    [Fact]
    public async Task A_sent_message_is_not_sent_again()
    {
        await using var graph = await GraphClient.StartAsync();
        var id = (string)(await graph.DraftAsync("Once"))["id"]!;
        await graph.PostAsync($"me/messages/{id}/send", null, GraphClient.Immutable);

        var again = await graph.PostAsync($"me/messages/{id}/send", null, GraphClient.Immutable);

        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Single(graph.Host.World.Find("ben-microsoft")!.Messages, m => m.Content.Subject == "Once");
    }

    [Fact]
    public async Task The_drafts_own_Message_ID_is_kept_and_found()
    {
        await using var graph = await GraphClient.StartAsync();
        await graph.DraftAsync("Known", change: m => m["internetMessageId"] = "<own-id@tests.example>");

        var found = await graph.ListAsync("me/messages?$filter=" + Uri.EscapeDataString("internetMessageId eq '<own-id@tests.example>'"));

        Assert.Equal("Known", (string?)Assert.Single(found)["subject"]);
    }

    [Fact]
    public async Task Blind_copies_are_the_senders_secret()
    {
        await using var graph = await GraphClient.StartAsync();
        var id = (string)(await graph.DraftAsync("Secret", change: m => m["bccRecipients"] = GraphClient.Recipients("cho@acme.example")))["id"]!;

        await graph.PostAsync($"me/messages/{id}/send", null, GraphClient.Immutable);

        Assert.Empty(Received("ben-microsoft", graph).Content.Bcc);
        Assert.Empty(Received("cho-microsoft", graph).Content.Bcc);
        Assert.Single((await graph.GetAsync($"me/messages/{id}", GraphClient.Immutable))["bccRecipients"]!.AsArray());
    }

    [Theory]
    [InlineData("nobody", "ErrorInvalidRecipients")]
    [InlineData("", "ErrorInvalidRecipients")]
    public async Task A_recipient_without_an_address_is_refused(string to, string code)
    {
        await using var graph = await GraphClient.StartAsync();
        var message = new JsonObject { ["subject"] = "x", ["toRecipients"] = to.Length == 0 ? [] : GraphClient.Recipients(to) };

        var answer = await graph.PostAsync("me/sendMail", new JsonObject { ["message"] = message });

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Nobody_sends_as_somebody_else()
    {
        await using var graph = await GraphClient.StartAsync();
        var message = new JsonObject
        {
            ["subject"] = "x", ["toRecipients"] = GraphClient.Recipients("cho@acme.example"), ["from"] = GraphClient.Recipients("ben@acme.example")[0]!.DeepClone(),
        };

        var answer = await graph.PostAsync("me/sendMail", new JsonObject { ["message"] = message });

        Assert.Equal((HttpStatusCode.Forbidden, "ErrorSendAsDenied"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_mail_sent_at_once_is_kept_unless_told_otherwise(bool keep, int kept)
    {
        await using var graph = await GraphClient.StartAsync();
        var message = new JsonObject { ["subject"] = "At once", ["toRecipients"] = GraphClient.Recipients("ben@acme.example") };

        var answer = await graph.PostAsync("me/sendMail", new JsonObject { ["message"] = message, ["saveToSentItems"] = keep });

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal(kept, graph.Account.Messages.Count(m => m.Content.Subject == "At once"));
        Assert.Equal("At once", Received("ben-microsoft", graph).Content.Subject);
    }

    [Fact]
    public async Task A_draft_is_made_from_MIME()
    {
        await using var graph = await GraphClient.StartAsync();
        var mime = Convert.ToBase64String(Encoding.ASCII.GetBytes("To: ben@acme.example\r\nSubject: Raw\r\nMessage-ID: <raw@tests.example>\r\n\r\nHello\r\n"));

        var made = await graph.SendAsync(HttpMethod.Post, "me/messages", mime, "text/plain");
        var broken = await graph.SendAsync(HttpMethod.Post, "me/messages", "not base64!", "text/plain");

        Assert.Equal(("Raw", "<raw@tests.example>"), ((string?)made.Json!["subject"], (string?)made.Json["internetMessageId"]));
        Assert.Equal((HttpStatusCode.BadRequest, "ErrorMimeContentInvalidBase64String"), (broken.Status, broken.Code));
    }

    [Theory]
    [InlineData("""{"mood":"good"}""", "RequestBodyRead")]
    [InlineData("""{"subject":5}""", "RequestBodyRead")]
    [InlineData("""{"toRecipients":{}}""", "RequestBodyRead")]
    [InlineData("""{"subject":"a","subject":"b"}""", "BadRequest")]
    [InlineData("{", "BadRequest")]
    [InlineData("[]", "BadRequest")]
    [InlineData("""{"internetMessageHeaders":[{"name":"Bcc","value":"eve@evil.example"}]}""", "InvalidInternetMessageHeader")]
    public async Task A_draft_at_fault_is_not_made(string body, string code)
    {
        await using var graph = await GraphClient.StartAsync();
        var before = graph.Account.Messages.Count;

        var answer = await graph.SendAsync(HttpMethod.Post, "me/messages", body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
        Assert.Equal(before, graph.Account.Messages.Count);
    }

    [Fact]
    public async Task A_draft_changes_and_a_sent_message_only_its_marks()
    {
        await using var graph = await GraphClient.StartAsync();
        var id = (string)(await graph.DraftAsync("Before"))["id"]!;

        var changed = await graph.SendAsync(HttpMethod.Patch, $"me/messages/{id}", """{"subject":"After","importance":"high"}""", prefer: GraphClient.Immutable);
        await graph.PostAsync($"me/messages/{id}/send", null, GraphClient.Immutable);
        var refused = await graph.SendAsync(HttpMethod.Patch, $"me/messages/{id}", """{"subject":"Later"}""", prefer: GraphClient.Immutable);
        var marked = await graph.SendAsync(HttpMethod.Patch, $"me/messages/{id}", """{"isRead":false,"categories":["Blue"]}""", prefer: GraphClient.Immutable);

        Assert.Equal(("After", "high"), ((string?)changed.Json!["subject"], (string?)changed.Json["importance"]));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.False((bool)marked.Json!["isRead"]!);
        Assert.Equal("Blue", (string?)marked.Json["categories"]![0]);
        Assert.Equal("After", Received("ben-microsoft", graph).Content.Subject);
    }

    [Fact]
    public async Task A_deleted_message_is_in_Deleted_Items_and_then_gone()
    {
        await using var graph = await GraphClient.StartAsync();
        var id = (string)(await graph.DraftAsync("Doomed"))["id"]!;

        await graph.SendAsync(HttpMethod.Delete, $"me/messages/{id}", prefer: GraphClient.Immutable);
        var deleted = await graph.ListAsync("me/mailFolders/deleteditems/messages?$filter=subject eq 'Doomed'");
        await graph.SendAsync(HttpMethod.Delete, $"me/messages/{id}", prefer: GraphClient.Immutable);
        var gone = await graph.SendAsync(HttpMethod.Get, $"me/messages/{id}", prefer: GraphClient.Immutable);

        Assert.Single(deleted);
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
    }

    [Fact]
    public async Task A_moved_message_has_a_new_mutable_id()
    {
        await using var graph = await GraphClient.StartAsync();
        var message = graph.Account.Messages.First(m => m.Folder == MailFolder.Inbox);
        var (before, immutable) = (message.Id, message.ImmutableId);

        var moved = await graph.PostAsync($"me/messages/{before}/move", new JsonObject { ["destinationId"] = "archive" });

        Assert.Equal(HttpStatusCode.Created, moved.Status);
        Assert.NotEqual(before, (string?)moved.Json!["id"]);
        Assert.Equal(immutable, (string?)(await graph.GetAsync($"me/messages/{immutable}", GraphClient.Immutable))["id"]);
    }

    [Fact]
    public async Task An_attachment_travels_with_the_mail()
    {
        await using var graph = await GraphClient.StartAsync();
        var id = (string)(await graph.DraftAsync("With file"))["id"]!;
        var file = new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.fileAttachment", ["name"] = "a.txt", ["contentType"] = "text/plain",
            ["contentBytes"] = Convert.ToBase64String("file"u8),
        };

        var added = await graph.PostAsync($"me/messages/{id}/attachments", file, GraphClient.Immutable);
        await graph.PostAsync($"me/messages/{id}/send", null, GraphClient.Immutable);

        Assert.Equal(HttpStatusCode.Created, added.Status);
        var received = Received("ben-microsoft", graph).Content;
        Assert.Equal("a.txt", Assert.Single(received.Attachments).ContentDisposition!.FileName);
        Assert.Equal("Bonjour à tous", received.TextBody!.Trim());
    }

    private static WorldMessage Received(string account, GraphClient graph) =>
        graph.Host.World.Find(account)!.Messages.Where(m => m.Folder == MailFolder.Inbox).MaxBy(m => m.ReceivedAt)!;
}
