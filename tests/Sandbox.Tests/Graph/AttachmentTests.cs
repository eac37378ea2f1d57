using System.Net;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

public sealed class AttachmentTests
{
    private const string WithFile = "Invoice INV-77 for October";

    [Fact]
    public async Task Attachments_are_listed_and_read_with_their_content()
    {
        await using var graph = await GraphClient.StartAsync();
        var path = $"me/messages/{graph.Message(WithFile).Id}/attachments";

        var item = (await graph.GetAsync(path))["value"]!.AsArray().Single()!;
        var read = await graph.GetAsync($"{path}/{item["id"]}");

        Assert.Equal("#microsoft.graph.fileAttachment", (string?)read["@odata.type"]);
        Assert.Equal("INV-77.csv", (string?)read["name"]);
        Assert.Equal("text/csv", (string?)read["contentType"]);
        Assert.Equal("item,eur\ncompute,1204.00\n"u8.ToArray(), Convert.FromBase64String((string)read["contentBytes"]!));
        Assert.Equal(25, (int?)read["size"]);
        Assert.Equal((string?)item["contentBytes"], (string?)read["contentBytes"]);
    }

    [Fact]
    public async Task The_content_cannot_be_selected_as_not_every_attachment_has_one()
    {
        await using var graph = await GraphClient.StartAsync();
        var path = $"me/messages/{graph.Message(WithFile).Id}/attachments";

        var names = await graph.GetAsync(path + "?$select=name,size");
        var bytes = await graph.GetRefusalAsync(path + "?$select=contentBytes");

        Assert.False(names["value"]![0]!.AsObject().ContainsKey("contentBytes"));
        bytes.Refuses(HttpStatusCode.BadRequest, "BadRequest");
    }

    [Fact]
    public async Task A_draft_takes_attachments_and_they_are_sent_with_it()
    {
        await using var graph = await GraphClient.StartAsync();
        var draft = await graph.DraftAsync(GraphClient.Letter());

        var added = await graph.PostAsync($"me/messages/{draft["id"]}/attachments", File("a.txt", "hello"u8.ToArray()));
        await graph.PostAsync($"me/messages/{draft["id"]}/send");

        Assert.Equal(HttpStatusCode.Created, added.Status);
        var copy = graph.Host.World.Find("ben-microsoft")!.Messages.Single(m => m.Content.Subject == "Hello");
        Assert.Equal(["a.txt"], copy.Content.Attachments.Select(a => a.ContentDisposition?.FileName));
        Assert.Equal("Bonjour à tous", copy.Content.TextBody);
    }

    [Fact]
    public async Task A_letter_may_bring_its_attachments()
    {
        await using var graph = await GraphClient.StartAsync();
        var letter = GraphClient.Letter();
        letter["attachments"] = new JsonArray(File("a.txt", [1]), File("b.bin", [2]));

        var draft = await graph.DraftAsync(letter);

        Assert.True((bool)draft["hasAttachments"]!);
        Assert.Equal(["a.txt", "b.bin"], await graph.ListAsync($"me/messages/{draft["id"]}/attachments", "name"));
    }

    [Theory]
    [InlineData("""{"name":"a","contentBytes":"AA=="}""", "ErrorPropertyValidationFailure")]
    [InlineData("""{"@odata.type":"#microsoft.graph.itemAttachment","name":"a"}""", "ErrorPropertyValidationFailure")]
    [InlineData("""{"@odata.type":"#microsoft.graph.fileAttachment","contentBytes":"AA=="}""", "ErrorPropertyValidationFailure")]
    [InlineData("""{"@odata.type":"#microsoft.graph.fileAttachment","name":"a"}""", "ErrorPropertyValidationFailure")]
    [InlineData("""{"@odata.type":"#microsoft.graph.fileAttachment","name":"a","contentBytes":"*"}""", "BadRequest")]
    [InlineData("""{"@odata.type":"#microsoft.graph.fileAttachment","name":"a","contentBytes":"AA==","path":"b"}""", "RequestBodyRead")]
    public async Task An_attachment_that_is_none_is_refused(string body, string code)
    {
        await using var graph = await GraphClient.StartAsync();
        var draft = await graph.DraftAsync(GraphClient.Letter());

        var added = await graph.PostAsync($"me/messages/{draft["id"]}/attachments", (JsonObject)JsonNode.Parse(body)!);

        added.Refuses(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData(3_000_000, HttpStatusCode.Created)]
    [InlineData(3 * 1024 * 1024 + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Up_to_3_MB_need_no_upload_session(int length, HttpStatusCode status)
    {
        await using var graph = await GraphClient.StartAsync();
        var draft = await graph.DraftAsync(GraphClient.Letter());

        var added = await graph.PostAsync($"me/messages/{draft["id"]}/attachments", File("large.bin", new byte[length]));

        Assert.Equal(status, added.Status);
    }

    [Fact]
    public async Task One_request_carries_4_MB_at_most()
    {
        await using var graph = await GraphClient.StartAsync();
        var letter = GraphClient.Letter();
        letter["attachments"] = new JsonArray(File("a.bin", new byte[1_600_000]), File("b.bin", new byte[1_600_000]));

        var sent = await graph.PostAsync("me/sendMail", new JsonObject { ["message"] = letter });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, sent.Status);
        Assert.DoesNotContain(graph.Host.World.Find("ben-microsoft")!.Messages, m => m.Content.Subject == "Hello");
    }

    [Fact]
    public async Task What_was_received_takes_no_attachment()
    {
        await using var graph = await GraphClient.StartAsync();

        var added = await graph.PostAsync($"me/messages/{graph.Message(WithFile).Id}/attachments", File("a.txt", [1]));

        Assert.Equal(HttpStatusCode.BadRequest, added.Status);
    }

    [Fact]
    public async Task An_unknown_attachment_is_not_found()
    {
        await using var graph = await GraphClient.StartAsync();
        var path = $"me/messages/{graph.Message(WithFile).Id}/attachments/AAMkAGUnknownUnknownUnknownUnknownUnknownUnknown";

        var answer = await graph.GetRefusalAsync(path);

        answer.Refuses(HttpStatusCode.NotFound, "ErrorItemNotFound");
    }

    private static JsonObject File(string name, byte[] content) => new()
    {
        ["@odata.type"] = "#microsoft.graph.fileAttachment",
        ["name"] = name,
        ["contentBytes"] = Convert.ToBase64String(content),
    };
}
