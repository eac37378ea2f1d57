using System.Net;
using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

public sealed class MessageListTests
{
    private const string Inbox = "me/mailFolders/inbox/messages";
    private const string Messages = "me/messages";

    [Fact]
    public async Task A_list_is_newest_first_and_has_ten_items_unless_asked_for_more()
    {
        await using var graph = await GraphClient.StartAsync();

        var list = await graph.GetAsync(Messages);

        var received = list["value"]!.AsArray().Select(m => (string)m!["receivedDateTime"]!).ToList();
        Assert.Equal(10, received.Count);
        Assert.Equal(received.OrderDescending(StringComparer.Ordinal), received);
        Assert.NotNull(list["@odata.nextLink"]);
    }

    [Fact]
    public async Task The_whole_mailbox_has_what_its_folders_have()
    {
        await using var graph = await GraphClient.StartAsync();

        List<string> folders = [];
        foreach (var id in await graph.ListAsync("me/mailFolders", "id"))
            folders.AddRange(await graph.ListAsync($"me/mailFolders/{id}/messages?$top=1000", "id"));

        Assert.Equal((await graph.ListAsync(Messages + "?$top=1000", "id")).Order(), folders.Order());
    }

    [Theory]
    [InlineData(Messages + "?$top=1")]
    [InlineData(Messages + "?$top=3&$select=id")]
    [InlineData(Messages + "?top=4&orderby=subject")]
    [InlineData(Messages + "?%24top=5&%24filter=isRead%20eq%20true")]
    [InlineData(Inbox + "?$top=2&$skip=0&$count=true")]
    [InlineData(Messages + "?$search=%22friday%20OR%20slides%20OR%20build%22&$top=2")]
    [InlineData("me/mailFolders?$top=4")]
    [InlineData("me/calendars?$top=1")]
    [InlineData("me/events?$top=2")]
    [InlineData("me/calendarView?startDateTime=2026-11-23T00:00:00%2B01:00&endDateTime=2026-12-24T00:00:00Z&$top=7&$orderby=subject")]
    public async Task The_next_links_lead_to_each_item_once(string path)
    {
        await using var graph = await GraphClient.StartAsync();
        var first = await graph.GetAsync(path);
        var whole = await graph.ListAsync(path.Replace("top=", "top=99", StringComparison.Ordinal), "id");

        var all = await graph.FollowAsync(path);

        Assert.NotNull(first["@odata.nextLink"]);
        Assert.Equal(whole, all);
        Assert.Distinct(all);
    }

    [Fact]
    public async Task The_last_full_page_has_no_next_link()
    {
        await using var graph = await GraphClient.StartAsync();

        var list = await graph.GetAsync("me/mailFolders?$top=6");

        Assert.Equal(6, list["value"]!.AsArray().Count);
        Assert.Null(list["@odata.nextLink"]);
    }

    [Fact]
    public async Task The_count_is_of_all_pages()
    {
        await using var graph = await GraphClient.StartAsync();

        var list = await graph.GetAsync(Messages + "?$count=true&$top=2&$filter=isRead eq false");

        Assert.Equal(graph.Account.Messages.Count(m => !m.IsRead), (int?)list["@odata.count"]);
        Assert.True((int)list["@odata.count"]! > 2);
    }

    [Theory]
    [InlineData("$top=0")]
    [InlineData("$top=-1")]
    [InlineData("$top=1001")]
    [InlineData("$top=ten")]
    [InlineData("$top=99999999999")]
    [InlineData("$top=")]
    [InlineData("$top=1&$top=2")]
    [InlineData("$top=1&top=1")]
    [InlineData("$skip=-1")]
    [InlineData("$select=subject,sender/emailAddress")]
    [InlineData("$select=titel")]
    [InlineData("$orderby=titel")]
    [InlineData("$orderby=subject up")]
    [InlineData("$orderby=subject,")]
    [InlineData("$orderby=")]
    [InlineData("$filter=")]
    [InlineData("$expand=attachments")]
    [InlineData("$skiptoken=5")]
    [InlineData("$deltatoken=latest")]
    [InlineData("$fitler=isRead eq true")]
    public async Task A_query_option_that_is_none_is_refused(string query)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.GetRefusalAsync($"{Messages}?{query}");

        answer.Refuses(HttpStatusCode.BadRequest, "BadRequest");
    }

    [Theory]
    [InlineData("me?$top=1")]
    [InlineData("me/calendars?$filter=name eq 'Roadmap'")]
    [InlineData("me/mailFolders?$orderby=displayName")]
    [InlineData("me/events?$search=%22review%22")]
    [InlineData("me/calendarView?startDateTime=2026-11-23&endDateTime=2026-11-24&$search=%22review%22")]
    [InlineData("me/mailFolders/inbox?$filter=totalItemCount gt 0")]
    public async Task An_option_that_a_resource_does_not_take_is_refused_not_ignored(string path)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.GetRefusalAsync(path);

        answer.Refuses(HttpStatusCode.BadRequest, "BadRequest");
    }

    [Fact]
    public async Task A_thousand_at_once_is_the_most()
    {
        await using var graph = await GraphClient.StartAsync();

        var list = await graph.GetAsync(Messages + "?$top=1000");

        Assert.Equal(graph.Account.Messages.Count, list["value"]!.AsArray().Count);
    }

    [Fact]
    public async Task Selected_properties_come_alone_but_for_the_id()
    {
        await using var graph = await GraphClient.StartAsync();

        var list = await graph.GetAsync(Inbox + "?$top=1&$select=subject,isRead");

        Assert.Equal(["@odata.etag", "id", "subject", "isRead"], list["value"]![0]!.AsObject().Select(p => p.Key));
        Assert.EndsWith("/messages(subject,isRead)", (string?)list["@odata.context"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_come_only_where_they_are_selected()
    {
        await using var graph = await GraphClient.StartAsync();
        var path = "me/messages/" + graph.Message("Contract draft v3").Id;

        var whole = await graph.GetAsync(path);
        var headers = await graph.GetAsync(path + "?$select=internetMessageHeaders");

        Assert.False(whole.ContainsKey("internetMessageHeaders"));
        Assert.Contains(headers["internetMessageHeaders"]!.AsArray(), h => (string?)h!["name"] == "Message-Id");
    }

    [Fact]
    public async Task Bodies_are_HTML_unless_text_is_preferred()
    {
        await using var graph = await GraphClient.StartAsync();
        var path = "me/messages/" + graph.Message("Minutes: design critique").Id;

        var html = await graph.GetAsync(path);
        var text = await graph.SendAsync(HttpMethod.Get, path, prefer: "outlook.body-content-type=\"text\"");

        Assert.Equal("html", (string?)html["body"]!["contentType"]);
        Assert.Contains("<li>Navigation</li>", (string?)html["body"]!["content"], StringComparison.Ordinal);
        Assert.Equal("text", (string?)text.Json!["body"]!["contentType"]);
        Assert.DoesNotContain("<li>", (string?)text.Json["body"]!["content"], StringComparison.Ordinal);
        Assert.Equal(["outlook.body-content-type=\"text\""], text.Headers.GetValues("Preference-Applied"));
    }

    [Theory]
    [InlineData("IdType=\"ImmutableId\", outlook.body-content-type=\"text\"", null)]
    [InlineData("outlook.body-content-type=text; idtype=immutableid", null)]
    [InlineData("IdType=\"ImmutableId\"", "outlook.body-content-type=\"text\"")]
    public async Task Preferences_may_share_a_header_or_not(string first, string? second)
    {
        await using var graph = await GraphClient.StartAsync();
        var message = graph.Message("Contract draft v3");
        using var request = new HttpRequestMessage(HttpMethod.Get, "me/messages/" + message.ImmutableId);
        request.Headers.TryAddWithoutValidation("Prefer", first);
        if (second is not null) request.Headers.TryAddWithoutValidation("Prefer", second);

        var answer = await graph.SendAsync(request);

        Assert.Equal(message.ImmutableId, answer.Id);
        Assert.Equal("text", (string?)answer.Json!["body"]!["contentType"]);
    }

    [Fact]
    public async Task A_message_of_text_is_escaped_in_HTML()
    {
        await using var graph = await GraphClient.StartAsync();
        var draft = GraphClient.Letter();
        draft["body"] = new JsonObject { ["contentType"] = "text", ["content"] = "1 < 2 <script>x</script>" };

        var made = await graph.DraftAsync(draft);

        Assert.Contains("1 &lt; 2 &lt;script&gt;", (string?)made["body"]!["content"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("outlook.allow-unsafe-html", true)]
    public async Task Scripts_come_on_request_only(string? prefer, bool comes)
    {
        await using var graph = await GraphClient.StartAsync();
        var draft = GraphClient.Letter();
        draft["body"] = new JsonObject { ["contentType"] = "HTML", ["content"] = "<p>Hi</p><script>steal()</script>" };

        var made = await graph.DraftAsync(draft, prefer);

        Assert.Equal(comes, ((string)made["body"]!["content"]!).Contains("steal()", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Folders_count_their_messages()
    {
        await using var graph = await GraphClient.StartAsync();
        var inbox = graph.Account.Messages.Where(m => m.Folder == MailFolder.Inbox).ToList();

        var folder = await graph.GetAsync("me/mailFolders/Inbox");

        Assert.Equal("Inbox", (string?)folder["displayName"]);
        Assert.Equal(inbox.Count, (int?)folder["totalItemCount"]);
        Assert.Equal(inbox.Count(m => !m.IsRead), (int?)folder["unreadItemCount"]);
    }
}
