using System.Text;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

/// <summary>Input at the edges of what its types hold is taken or refused in Graph's words, never a crash.</summary>
public sealed class OddInputTests
{
    [Theory]
    [InlineData("me/calendarView?startDateTime=0001-01-01T00:00:00Z&endDateTime=0001-02-01T00:00:00Z")]
    [InlineData("me/calendarView?startDateTime=-9998-01-01T00:00:00%2B18:00&endDateTime=-9998-02-01T00:00:00Z")]
    [InlineData("me/calendarView?startDateTime=9999-12-01T00:00:00Z&endDateTime=9999-12-31T23:59:59.9999999Z")]
    [InlineData("me/calendarView?startDateTime=9999-12-01T00:00:00Z&endDateTime=9999-12-31T23:59:59-18:00")]
    [InlineData("me/messages?$filter=receivedDateTime le 9999-12-31T23:59:59-18:00")]
    [InlineData("me/messages?$filter=receivedDateTime ge -9998-01-01T00:00:00%2B18:00")]
    [InlineData("me/messages?$skip=2147483647&$top=1000")]
    [InlineData("me/messages?$search=%22***%22")]
    [InlineData("me/messages?$search=%22subject:*%22")]
    [InlineData("me/messages?$search=%22-%22")]
    [InlineData("me/messages?$search=%22- -%22")]
    [InlineData("me/messages?$search=%22%00%F0%9F%98%80%22")]
    [InlineData("me/messages?$filter=subject eq '%00'")]
    [InlineData("me/messages?$select=,,")]
    [InlineData("me/mailFolders/%00")]
    [InlineData("me/messages/..%2F..%2Fme")]
    public async Task An_odd_query_is_answered(string path)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.GetRefusalAsync(path);

        Assert.InRange((int)answer.Status, 200, 499);
    }

    [Theory]
    [InlineData("""{"internetMessageId":"<>"}""")]
    [InlineData("""{"internetMessageId":"a@b"}""")]
    [InlineData("""{"internetMessageId":"<a b@c>"}""")]
    [InlineData("""{"internetMessageId":"<a@b> <c@d>"}""")]
    [InlineData("""{"internetMessageId":"<é@b>"}""")]
    [InlineData("""{"internetMessageId":"<a@b\r\nBcc: c@d>"}""")]
    [InlineData("""{"toRecipients":[{"emailAddress":{"address":"zoë@acme.example","name":"a\r\nBcc: b@c"}}]}""")]
    [InlineData("""{"toRecipients":[{"emailAddress":{"address":"a\r\nBcc: b@c"}}]}""")]
    [InlineData("""{"toRecipients":[{"emailAddress":{"address":" "}}]}""")]
    [InlineData("""{"toRecipients":[{"emailAddress":{"address":"a@b","name":""}}]}""")]
    [InlineData("""{"internetMessageHeaders":[{"name":"x-a"}]}""")]
    [InlineData("""{"categories":[""]}""")]
    [InlineData("""{"subject":null,"body":null,"toRecipients":null,"flag":null,"from":null,"importance":null,"attachments":null}""")]
    [InlineData("""{"body":{"contentType":"html","content":null}}""")]
    [InlineData("""{"body":{"contentType":"html","content":"<html><script>"}}""")]
    [InlineData("""{"subject":"\u0000\u0001"}""")]
    public async Task An_odd_draft_is_answered_and_can_be_listed_and_sent(string body)
    {
        await using var graph = await GraphClient.StartAsync();

        var made = await graph.SendAsync(HttpMethod.Post, "me/messages", new StringContent(body, Encoding.UTF8, "application/json"));
        var sent = made.Json!.ContainsKey("id") ? await graph.PostAsync($"me/messages/{made.Id}/send") : made;

        Assert.InRange((int)made.Status, 201, 400);
        Assert.InRange((int)sent.Status, 202, 400);
        Assert.NotEmpty(await graph.ListAsync("me/messages?$top=1000"));
    }

    [Theory]
    [InlineData("application/json", "a.json")]
    [InlineData("multipart/mixed", "a")]
    [InlineData("message/rfc822", "a.eml")]
    [InlineData("text/plain; charset=none", "ä\r\n\"b\".txt")]
    [InlineData("nonsense", "../../a")]
    [InlineData("", "a")]
    public async Task An_attachment_of_an_odd_type_survives_the_sending(string type, string name)
    {
        await using var graph = await GraphClient.StartAsync();
        var letter = GraphClient.Letter();
        letter["attachments"] = new JsonArray(new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.fileAttachment",
            ["name"] = name,
            ["contentType"] = type,
            ["contentBytes"] = "AQID",
        });
        var draft = await graph.DraftAsync(letter);

        await graph.PostAsync($"me/messages/{draft["id"]}/send");

        var copy = graph.Host.World.Find("ben-microsoft")!.Messages.Single(m => m.Content.Subject == "Hello");
        Assert.Single(copy.Content.Attachments);
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59", "Hawaiian Standard Time")]
    [InlineData("9999-12-31T23:59:59Z", "Tokyo Standard Time")]
    [InlineData("-9998-01-01T00:00:00", "Tokyo Standard Time")]
    [InlineData("0001-01-01T00:00:00", "Tokyo Standard Time")]
    [InlineData("2026-03-29T02:30:00", "Romance Standard Time")]
    [InlineData("2026-10-25T02:30:00", "Romance Standard Time")]
    public async Task An_event_at_an_odd_time_is_answered_and_can_be_listed(string time, string zone)
    {
        await using var graph = await GraphClient.StartAsync();
        var at = $$"""{"dateTime":"{{time}}","timeZone":"{{zone}}"}""";

        var made = await graph.SendAsync(
            HttpMethod.Post, "me/events", new StringContent($$"""{"start":{{at}},"end":{{at}}}""", Encoding.UTF8, "application/json"));

        Assert.InRange((int)made.Status, 201, 400);
        Assert.NotEmpty(await graph.ListAsync("me/events?$top=100", prefer: "outlook.timezone=\"Line Islands Standard Time\""));
    }
}
