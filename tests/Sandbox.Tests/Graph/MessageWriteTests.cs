using System.Net;
using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

public sealed class MessageWriteTests
{
    private const string Messages = "me/messages";
    private const string Received = "Contract draft v3";

    [Fact]
    public async Task A_draft_keeps_its_internetMessageId_and_is_found_by_it()
    {
        await using var graph = await GraphClient.StartAsync();
        var draft = GraphClient.Letter();
        draft["internetMessageId"] = "<own-id@tests.example>";

        var made = await graph.DraftAsync(draft);
        var found = await graph.ListAsync(Messages + "?$filter=internetMessageId eq '<own-id@tests.example>'", "id");

        Assert.Equal("<own-id@tests.example>", (string?)made["internetMessageId"]);
        Assert.True((bool)made["isDraft"]!);
        Assert.Equal([(string)made["id"]!], found);
    }

    [Fact]
    public async Task A_draft_without_an_internetMessageId_gets_one()
    {
        await using var graph = await GraphClient.StartAsync();

        var made = await graph.DraftAsync(GraphClient.Letter());

        Assert.Matches("^<[^<>@ ]+@[^<>@ ]+>$", (string?)made["internetMessageId"]);
    }

    [Fact]
    public async Task A_draft_may_lack_everything()
    {
        await using var graph = await GraphClient.StartAsync();

        var made = await graph.DraftAsync([]);

        Assert.Equal("", (string?)made["subject"]);
        Assert.Empty(made["toRecipients"]!.AsArray());
    }

    [Fact]
    public async Task A_draft_can_be_changed_and_its_ETag_changes()
    {
        await using var graph = await GraphClient.StartAsync();
        var made = await graph.DraftAsync(GraphClient.Letter());

        var changed = await graph.SendAsync(
            HttpMethod.Patch, $"{Messages}/{made["id"]}", new JsonObject { ["subject"] = "Changed", ["ccRecipients"] = new JsonArray(GraphClient.Person("cho@acme.example")) });

        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal("Changed", (string?)changed.Json!["subject"]);
        Assert.Equal("ben@acme.example", (string?)changed.Json["toRecipients"]![0]!["emailAddress"]!["address"]);
        Assert.Equal("cho@acme.example", (string?)changed.Json["ccRecipients"]![0]!["emailAddress"]!["address"]);
        Assert.NotEqual((string?)made["@odata.etag"], (string?)changed.Json["@odata.etag"]);
    }

    [Theory]
    [InlineData("{\"subject\":\"x\"}")]
    [InlineData("{\"body\":{\"contentType\":\"text\",\"content\":\"x\"}}")]
    [InlineData("{\"isRead\":true,\"toRecipients\":[]}")]
    public async Task What_was_received_keeps_what_it_says(string body)
    {
        await using var graph = await GraphClient.StartAsync();

        var changed = await graph.SendAsync(
            HttpMethod.Patch, $"{Messages}/{graph.Message(Received).Id}", (JsonObject)JsonNode.Parse(body)!);

        changed.Refuses(HttpStatusCode.BadRequest, "ErrorInvalidPropertyUpdateSentMessage");
        Assert.False(graph.Message(Received).IsRead);
    }

    [Fact]
    public async Task What_was_received_takes_marks()
    {
        await using var graph = await GraphClient.StartAsync();

        var changed = await graph.SendAsync(HttpMethod.Patch, $"{Messages}/{graph.Message(Received).Id}", new JsonObject
        {
            ["isRead"] = true,
            ["importance"] = "High",
            ["categories"] = new JsonArray("Red", "Blue"),
            ["flag"] = new JsonObject { ["flagStatus"] = "flagged" },
        });

        Assert.True((bool)changed.Json!["isRead"]!);
        Assert.Equal("high", (string?)changed.Json["importance"]);
        Assert.Equal(["Red", "Blue"], changed.Json["categories"]!.AsArray().Select(c => (string)c!));
        Assert.Equal("flagged", (string?)changed.Json["flag"]!["flagStatus"]);
    }

    [Fact]
    public async Task A_change_brings_no_attachments()
    {
        await using var graph = await GraphClient.StartAsync();
        var draft = await graph.DraftAsync(GraphClient.Letter());

        var changed = await graph.SendAsync(HttpMethod.Patch, $"{Messages}/{draft["id"]}", new JsonObject { ["attachments"] = new JsonArray() });

        Assert.Equal(HttpStatusCode.BadRequest, changed.Status);
    }

    [Fact]
    public async Task A_deleted_message_is_in_Deleted_Items_and_then_nowhere()
    {
        await using var graph = await GraphClient.StartAsync();
        var message = graph.Message(Received);

        var first = await graph.SendAsync(HttpMethod.Delete, $"{Messages}/{message.Id}");
        var inTrash = await graph.ListAsync("me/mailFolders/deleteditems/messages");
        var second = await graph.SendAsync(HttpMethod.Delete, $"{Messages}/{message.Id}");

        Assert.Equal(HttpStatusCode.NoContent, first.Status);
        Assert.Contains(Received, inTrash);
        Assert.Equal(HttpStatusCode.NoContent, second.Status);
        Assert.DoesNotContain(message, graph.Account.Messages);
    }

    [Theory]
    [InlineData("{\"destinationId\":\"nowhere\"}", HttpStatusCode.BadRequest, "ErrorInvalidIdMalformed")]
    [InlineData("{\"destinationId\":\"AAMkAGUnknownUnknownUnknownUnknownUnknownUnknown\"}", HttpStatusCode.NotFound, "ErrorItemNotFound")]
    [InlineData("{}", HttpStatusCode.BadRequest, "ErrorInvalidParameter")]
    [InlineData("{\"destinationId\":7}", HttpStatusCode.BadRequest, "RequestBodyRead")]
    [InlineData("{\"destinationId\":\"archive\",\"copy\":true}", HttpStatusCode.BadRequest, "RequestBodyRead")]
    public async Task A_move_to_nowhere_is_refused(string body, HttpStatusCode status, string code)
    {
        await using var graph = await GraphClient.StartAsync();
        var message = graph.Message(Received);

        var moved = await graph.PostAsync($"{Messages}/{message.Id}/move", (JsonObject)JsonNode.Parse(body)!);

        moved.Refuses(status, code);
        Assert.Equal(MailFolder.Inbox, message.Folder);
    }
}
