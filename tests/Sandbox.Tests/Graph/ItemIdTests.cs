using System.Net;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

public sealed class ItemIdTests
{
    private const string Review = "Quarterly review: slides";
    private const string Unknown = "AAMkAGUnknownUnknownUnknownUnknownUnknownUnknownUnknownAAA=";

    [Theory]
    [InlineData("me/messages/")]
    [InlineData("me/events/")]
    [InlineData("me/mailFolders/")]
    [InlineData("me/calendars/")]
    public async Task An_id_of_nothing_is_not_found(string collection)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.GetRefusalAsync(collection + Unknown);

        answer.Refuses(HttpStatusCode.NotFound, "ErrorItemNotFound");
    }

    [Theory]
    [InlineData("me/messages/1")]
    [InlineData("me/messages/AAMkAG%2FUnknownUnknownUnknownUnknownUnknownUnknown")]
    [InlineData("me/messages/AAMkAG%20nknownUnknownUnknownUnknownUnknownUnknown")]
    [InlineData("me/events/today")]
    [InlineData("me/calendars/Calendar")]
    [InlineData("me/mailFolders/Sent%20Items")]
    [InlineData("me/mailFolders/outgoing/messages")]
    public async Task What_is_no_id_is_malformed(string path)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.GetRefusalAsync(path);

        answer.Refuses(HttpStatusCode.BadRequest, "ErrorInvalidIdMalformed");
        Assert.Equal("Id is malformed.", answer.Message);
    }

    [Fact]
    public async Task An_id_with_a_bare_slash_is_two_segments()
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.GetRefusalAsync("me/messages/AAMkAG/UnknownUnknownUnknownUnknownUnknownUnknown");

        answer.Refuses(HttpStatusCode.BadRequest, "BadRequest");
        Assert.StartsWith("Resource not found for the segment", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_differ_by_case()
    {
        await using var graph = await GraphClient.StartAsync();
        var id = graph.Message(Review).Id;

        var answer = await graph.GetRefusalAsync("me/messages/" + id[..6] + id[6..].ToLowerInvariant());

        answer.Refuses(HttpStatusCode.NotFound, "ErrorItemNotFound");
    }

    [Fact]
    public async Task An_id_of_somebody_else_is_not_found()
    {
        await using var graph = await GraphClient.StartAsync();
        var foreign = graph.Host.World.Find("ben-microsoft")!.Messages[0].Id;

        var answer = await graph.GetRefusalAsync("me/messages/" + foreign);

        answer.Refuses(HttpStatusCode.NotFound, "ErrorItemNotFound");
    }

    [Fact]
    public async Task A_message_has_two_ids_and_each_answers_to_its_own_preference()
    {
        await using var graph = await GraphClient.StartAsync();
        var message = graph.Message(Review);

        var mutable = await graph.GetAsync($"me/messages/{message.Id}?$select=subject");
        var immutable = await graph.GetAsync($"me/messages/{message.ImmutableId}?$select=subject", GraphClient.Immutable);
        var mixed = await graph.GetRefusalAsync("me/messages/" + message.ImmutableId);

        Assert.Equal(message.Id, (string?)mutable["id"]);
        Assert.Equal(message.ImmutableId, (string?)immutable["id"]);
        mixed.Refuses(HttpStatusCode.NotFound, "ErrorItemNotFound");
    }

    [Fact]
    public async Task A_move_changes_the_mutable_id_only()
    {
        await using var graph = await GraphClient.StartAsync();
        var message = graph.Message(Review);
        var (mutable, immutable) = (message.Id, message.ImmutableId);

        var moved = await graph.PostAsync($"me/messages/{mutable}/move", new JsonObject { ["destinationId"] = "archive" });

        Assert.Equal(HttpStatusCode.Created, moved.Status);
        Assert.NotEqual(mutable, moved.Id);
        (await graph.GetRefusalAsync("me/messages/" + mutable)).Refuses(HttpStatusCode.NotFound, "ErrorItemNotFound");
        Assert.Equal(Review, (string?)(await graph.GetAsync("me/messages/" + moved.Id))["subject"]);
        Assert.Equal(Review, (string?)(await graph.GetAsync("me/messages/" + immutable, GraphClient.Immutable))["subject"]);
    }

    [Fact]
    public async Task The_copy_in_Sent_Items_keeps_the_drafts_immutable_id_and_gets_a_new_mutable_one()
    {
        await using var graph = await GraphClient.StartAsync();
        var immutable = (string)(await graph.DraftAsync(GraphClient.Letter(), GraphClient.Immutable))["id"]!;
        var mutable = graph.Message("Hello").Id;

        var sent = await graph.PostAsync($"me/messages/{immutable}/send", prefer: GraphClient.Immutable);

        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        Assert.Equal("", sent.Text);
        var copy = await graph.GetAsync("me/messages/" + immutable, GraphClient.Immutable);
        Assert.False((bool)copy["isDraft"]!);
        (await graph.GetRefusalAsync("me/messages/" + mutable)).Refuses(HttpStatusCode.NotFound, "ErrorItemNotFound");
    }

    [Fact]
    public async Task Folders_and_calendars_have_one_id_in_both_forms()
    {
        await using var graph = await GraphClient.StartAsync();

        foreach (var list in new[] { "me/mailFolders", "me/calendars" })
        {
            var mutable = await graph.ListAsync(list, "id");
            var immutable = await graph.ListAsync(list, "id", GraphClient.Immutable);

            Assert.Equal(mutable, immutable);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(GraphClient.Immutable)]
    public async Task Every_event_of_a_view_can_be_read_by_its_id(string? prefer)
    {
        await using var graph = await GraphClient.StartAsync();
        var view = await graph.GetAsync(
            "me/calendarView?startDateTime=2026-03-09T00:00:00Z&endDateTime=2026-03-13T00:00:00Z&$top=50", prefer);

        foreach (var item in view["value"]!.AsArray())
        {
            var read = await graph.GetAsync("me/events/" + item!["id"], prefer);
            read.Remove("@odata.context");

            Assert.True(JsonNode.DeepEquals(item, read), (string?)item["subject"]);
        }
    }

    [Theory]
    [InlineData("FRAAA=")]
    [InlineData("FRAAAAA=")]
    [InlineData("FRAAAAAAAAAAAAAAAA=")]
    [InlineData("FRAA__________8AAA=")]
    [InlineData("FRAAf_________8AAA=")]
    [InlineData("FRAA-----------AAA=")]
    public async Task An_id_that_begins_as_an_occurrences_but_names_none_is_not_found(string end)
    {
        await using var graph = await GraphClient.StartAsync();
        var series = graph.Account.PrimaryCalendar.Events.Single(e => e.Title == "Stand-up").Id;

        var answer = await graph.GetRefusalAsync("me/events/" + series[..^4] + end);

        answer.Refuses(HttpStatusCode.NotFound, "ErrorItemNotFound");
    }
}
