using System.Net;
using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Google;

public sealed class GmailSendTests
{
    private const string Drafts = "gmail/v1/users/me/drafts";
    private const string Send = "gmail/v1/users/me/messages/send";
    private const string Compose = "https://www.googleapis.com/auth/gmail.compose";

    [Fact]
    public async Task A_draft_is_sent_under_a_new_id_in_its_thread_and_is_gone()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Compose);
        var draft = await CreateAsync(google, GoogleClient.Raw("ben@acme.example"));

        var sent = await google.PostAsync($"{Drafts}/send", new JsonObject { ["id"] = (string?)draft["id"] });

        Assert.Equal(HttpStatusCode.OK, sent.Status);
        Assert.NotEqual((string?)draft["message"]!["id"], (string?)sent.Json!["id"]);
        Assert.Equal((string?)draft["message"]!["threadId"], (string?)sent.Json["threadId"]);
        Assert.Equal("SENT", (string?)sent.Json["labelIds"]![0]);
        Assert.DoesNotContain(google.Account.Messages, m => m.DraftId == (string?)draft["id"]);
    }

    [Fact]
    public async Task What_is_sent_arrives_with_the_drafts_own_Message_ID()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Compose);
        var draft = await CreateAsync(google, GoogleClient.Raw("ben@acme.example", messageId: "kept@tests.example"));

        await google.PostAsync($"{Drafts}/send", new JsonObject { ["id"] = (string?)draft["id"] });

        var arrived = google.Host.World.Find("ben-microsoft")!.Messages[^1];
        Assert.Equal("kept@tests.example", arrived.Content.MessageId);
        Assert.Equal("ada.moreau@gmail.example", arrived.Content.From.Mailboxes.Single().Address);
        Assert.Equal(MailFolder.Inbox, arrived.Folder);
    }

    [Fact]
    public async Task A_draft_can_be_sent_once()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Compose);
        var draft = await CreateAsync(google, GoogleClient.Raw("ben@acme.example"));
        await google.PostAsync($"{Drafts}/send", new JsonObject { ["id"] = (string?)draft["id"] });

        var again = await google.PostAsync($"{Drafts}/send", new JsonObject { ["id"] = (string?)draft["id"] });

        Assert.Equal(HttpStatusCode.NotFound, again.Status);
        Assert.Single(google.Account.Messages, m => m.Content.MessageId == "own-id@tests.example");
    }

    [Fact]
    public async Task An_updated_draft_keeps_its_id_and_gets_a_new_message()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Compose);
        var draft = await CreateAsync(google, GoogleClient.Raw("ben@acme.example"));

        var updated = await google.SendAsync(
            HttpMethod.Put, $"{Drafts}/{draft["id"]}", Message(GoogleClient.Raw("ben@acme.example", "Changed")));
        var read = await google.GetAsync($"{Drafts}/{draft["id"]}?format=metadata");

        Assert.Equal((string?)draft["id"], (string?)updated.Json!["id"]);
        Assert.NotEqual((string?)draft["message"]!["id"], (string?)updated.Json["message"]!["id"]);
        Assert.Contains(read["message"]!["payload"]!["headers"]!.AsArray(), h => (string?)h!["value"] == "Changed");
    }

    [Fact]
    public async Task A_deleted_draft_is_gone()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Compose);
        var draft = await CreateAsync(google, GoogleClient.Raw("ben@acme.example"));

        var deleted = await google.SendAsync(HttpMethod.Delete, $"{Drafts}/{draft["id"]}");
        var read = await google.SendAsync(HttpMethod.Get, $"{Drafts}/{draft["id"]}");

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal(HttpStatusCode.NotFound, read.Status);
    }

    [Fact]
    public async Task Drafts_are_listed_with_their_messages()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Compose);
        var draft = await CreateAsync(google, GoogleClient.Raw("ben@acme.example"));

        var list = await google.GetAsync(Drafts);

        Assert.Equal(2, list["drafts"]!.AsArray().Count);
        Assert.Contains(list["drafts"]!.AsArray(), d => (string?)d!["id"] == (string?)draft["id"]);
    }

    [Fact]
    public async Task A_blind_copy_is_kept_with_the_sender_only()
    {
        await using var google = await GoogleClient.StartAsync();

        var sent = await google.PostAsync(Send, new JsonObject { ["raw"] = GoogleClient.Raw("ben@acme.example", bcc: "cho@studio.example") });

        Assert.Equal(HttpStatusCode.OK, sent.Status);
        Assert.Single(google.Account.Messages.Single(m => m.Id == (string?)sent.Json!["id"]).Content.Bcc);
        Assert.Empty(google.Host.World.Find("ben-microsoft")!.Messages[^1].Content.Bcc);
        Assert.Equal("Hello", google.Host.World.Find("cho-studio")!.Messages[^1].Content.Subject);
    }

    [Fact]
    public async Task Mail_to_oneself_is_one_message_in_Sent_and_in_the_inbox()
    {
        await using var google = await GoogleClient.StartAsync();

        var sent = await google.PostAsync(Send, new JsonObject { ["raw"] = GoogleClient.Raw("ada.moreau@gmail.example") });

        Assert.Equal(["SENT", "INBOX"], sent.Json!["labelIds"]!.AsArray().Select(l => (string)l!));
        Assert.Single(google.Account.Messages, m => m.Content.MessageId == "own-id@tests.example");
    }

    [Fact]
    public async Task An_answer_joins_the_thread_that_it_names()
    {
        await using var google = await GoogleClient.StartAsync();
        var root = google.Account.Messages.Single(m => m.Content.Subject == "Dinner when I am in Paris?");

        var sent = await google.PostAsync(Send, new JsonObject
        {
            ["raw"] = GoogleClient.Raw("ben.okafor@gmail.example", "Re: Dinner when I am in Paris?", inReplyTo: root.Content.MessageId),
            ["threadId"] = root.ThreadId,
        });

        Assert.Equal(root.ThreadId, (string?)sent.Json!["threadId"]);
    }

    [Fact]
    public async Task A_message_that_answers_nothing_in_the_thread_it_names_gets_its_own()
    {
        await using var google = await GoogleClient.StartAsync();
        var root = google.Account.Messages.Single(m => m.Content.Subject == "Dinner when I am in Paris?");

        var sent = await google.PostAsync(Send, new JsonObject
        {
            ["raw"] = GoogleClient.Raw("ben.okafor@gmail.example", "Something else"),
            ["threadId"] = root.ThreadId,
        });

        Assert.NotEqual(root.ThreadId, (string?)sent.Json!["threadId"]);
    }

    [Fact]
    public async Task A_thread_that_is_not_there_is_not_found()
    {
        await using var google = await GoogleClient.StartAsync();

        var sent = await google.PostAsync(Send, new JsonObject { ["raw"] = GoogleClient.Raw("ben@acme.example"), ["threadId"] = "1900000000000000" });

        Assert.Equal(HttpStatusCode.NotFound, sent.Status);
    }

    [Fact]
    public async Task A_message_without_recipients_is_refused()
    {
        await using var google = await GoogleClient.StartAsync();

        var sent = await google.PostAsync(Send, new JsonObject { ["raw"] = GoogleClient.Raw(null) });

        Assert.Equal(HttpStatusCode.BadRequest, sent.Status);
        Assert.Equal("Recipient address required", sent.Message);
        Assert.Equal("invalidArgument", sent.Reason);
    }

    [Theory]
    [InlineData("human@f")]
    [InlineData("human")]
    public async Task An_address_that_is_none_is_refused(string address)
    {
        await using var google = await GoogleClient.StartAsync();

        var sent = await google.PostAsync(Drafts, Message(GoogleClient.Raw(address)));

        Assert.Equal(HttpStatusCode.BadRequest, sent.Status);
        Assert.Equal("Invalid to header", sent.Message);
    }

    [Theory]
    [InlineData("octets beyond ASCII", "Subject: x\r\nTo: ben@acme.example\r\n\r\nà\r\n")]
    [InlineData("998 octets", "Subject: x\r\nTo: ben@acme.example\r\n\r\n")]
    public async Task A_message_that_is_not_as_mail_is_written_is_refused(string fault, string message)
    {
        await using var google = await GoogleClient.StartAsync();
        var bytes = System.Text.Encoding.UTF8.GetBytes(message + (fault.StartsWith("998", StringComparison.Ordinal) ? new string('x', 999) : ""));

        var sent = await google.PostAsync(Send, new JsonObject { ["raw"] = Convert.ToBase64String(bytes) });

        Assert.Equal(HttpStatusCode.BadRequest, sent.Status);
        Assert.Contains(fault, sent.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"raw":""}""")]
    [InlineData("""{"raw":7}""")]
    [InlineData("""{"raw":"***"}""")]
    public async Task A_raw_that_is_none_is_refused(string body)
    {
        await using var google = await GoogleClient.StartAsync();

        var sent = await google.PostAsync(Send, (JsonObject)JsonNode.Parse(body)!);

        Assert.Equal(HttpStatusCode.BadRequest, sent.Status);
        Assert.Equal("invalidArgument", sent.Reason);
    }

    private static async Task<JsonObject> CreateAsync(GoogleClient google, string raw)
    {
        var created = await google.PostAsync(Drafts, Message(raw));
        Assert.Equal(HttpStatusCode.OK, created.Status);
        return created.Json!;
    }

    private static JsonObject Message(string raw) => new() { ["message"] = new JsonObject { ["raw"] = raw } };
}
