using System.Net;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

public sealed class GraphMailListTests
{
    [Fact]
    public async Task The_mailbox_is_listed_with_all_its_folders_newest_first()
    {
        await using var graph = await GraphClient.StartAsync();

        var all = await graph.FollowAsync("me/messages?$top=4");

        Assert.Equal(graph.Account.Messages.Count, all.Count);
        Assert.Equal(all.Select(m => (string)m["receivedDateTime"]!).OrderDescending(StringComparer.Ordinal), all.Select(m => (string)m["receivedDateTime"]!));
    }

    [Theory]
    [InlineData("inbox", MailFolder.Inbox)]
    [InlineData("SentItems", MailFolder.Sent)]
    [InlineData("drafts", MailFolder.Drafts)]
    [InlineData("junkemail", MailFolder.Spam)]
    [InlineData("deleteditems", MailFolder.Trash)]
    public async Task A_folder_is_known_by_name_and_by_id(string name, MailFolder folder)
    {
        await using var graph = await GraphClient.StartAsync();
        var id = (string)(await graph.GetAsync($"me/mailFolders/{name}"))["id"]!;

        var byName = await graph.FollowAsync($"me/mailFolders/{name}/messages");
        var byId = await graph.FollowAsync($"me/mailFolders/{id}/messages");

        Assert.Equal(graph.Account.Messages.Count(m => m.Folder == folder), byName.Count);
        Assert.Equal(byName.Select(m => (string)m["id"]!), byId.Select(m => (string)m["id"]!));
        Assert.All(byId, m => Assert.Equal(id, (string?)m["parentFolderId"]));
    }

    [Theory]
    [InlineData("isRead eq false and hasAttachments eq true", "Contract draft v3")]
    [InlineData("from/emailAddress/address eq 'sam@partner.example' and isDraft eq false", "Contract draft v3")]
    [InlineData("startswith(subject,'Contract')", "Contract draft v3")]
    [InlineData("contains(subject,'draft v3') and not(isDraft eq true)", "Contract draft v3")]
    [InlineData("subject eq 'Minutes: design critique' or subject eq 'none'", "Minutes: design critique")]
    public async Task A_filter_finds(string filter, string subject)
    {
        await using var graph = await GraphClient.StartAsync();

        var found = await graph.ListAsync($"me/messages?$filter={Uri.EscapeDataString(filter)}");

        Assert.Equal([subject], found.Select(m => (string)m["subject"]!));
    }

    [Theory]
    [InlineData("isRead eq false", "receivedDateTime desc", true)]
    [InlineData("isRead eq false and receivedDateTime ge 2020-01-01T00:00:00Z", "receivedDateTime desc", true)]
    [InlineData("receivedDateTime ge 2020-01-01T00:00:00Z and isRead eq false", "receivedDateTime desc", false)]
    [InlineData("isRead eq false", "isRead", false)]
    public async Task What_is_ordered_by_must_come_first_in_the_filter(string filter, string order, bool isRefused)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.SendAsync(HttpMethod.Get, $"me/messages?$filter={Uri.EscapeDataString(filter)}&$orderby={order}");

        Assert.Equal(isRefused ? "InefficientFilter" : null, answer.Code);
    }

    [Theory]
    [InlineData("contract", 2)]
    [InlineData("contr", 0)]
    [InlineData("contr*", 2)]
    [InlineData("from:sam", 1)]
    [InlineData("from:sam subject:contract", 1)]
    [InlineData("from:sam AND subject:minutes", 0)]
    [InlineData("from:sam OR subject:minutes", 3)]
    [InlineData("subject:contract subject:minutes", 4)]
    [InlineData("subject:contract AND subject:minutes", 0)]
    [InlineData("subject:contract NOT from:sam", 1)]
    [InlineData("(subject:contract OR subject:minutes) AND from:sam", 1)]
    [InlineData("subject:\\\"contract draft\\\"", 2)]
    [InlineData("subject:\\\"draft contract\\\"", 0)]
    [InlineData("hasAttachments:true AND from:sam", 1)]
    [InlineData("received>=2999-01-01", 0)]
    public async Task A_search_finds(string kql, int count)
    {
        await using var graph = await GraphClient.StartAsync();

        var found = await graph.ListAsync($"me/messages?$search={Uri.EscapeDataString($"\"{kql}\"")}&$top=50");

        Assert.Equal(count, found.Count);
    }

    [Theory]
    [InlineData("$search=\"a\"&$orderby=receivedDateTime", "SearchWithOrderBy")]
    [InlineData("$search=\"a\"&$filter=isRead eq true", "SearchWithFilter")]
    [InlineData("$search=unquoted", "BadRequest")]
    [InlineData("$search=\"a\"b\"", "BadRequest")]
    [InlineData("$search=\"(a\"", "BadRequest")]
    [InlineData("$search=\"shoesize:42\"", "BadRequest")]
    [InlineData("$search=\"received:yesterday\"", "BadRequest")]
    [InlineData("$select=body,mood", "BadRequest")]
    [InlineData("$top=2000", "BadRequest")]
    [InlineData("$skip=-1", "BadRequest")]
    public async Task A_query_at_fault_is_refused(string query, string code)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.SendAsync(HttpMethod.Get, $"me/messages?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_search_nested_beyond_reason_is_refused()
    {
        await using var graph = await GraphClient.StartAsync();
        var nested = string.Concat(Enumerable.Repeat("(", 500)) + "a" + string.Concat(Enumerable.Repeat(")", 500));

        var answer = await graph.SendAsync(HttpMethod.Get, $"me/messages?$search={Uri.EscapeDataString($"\"{nested}\"")}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task Pages_of_a_search_go_on_by_a_token()
    {
        await using var graph = await GraphClient.StartAsync();

        var page = await graph.GetAsync($"me/messages?$search={Uri.EscapeDataString("\"participants:acme*\"")}&$top=3");
        var all = await graph.FollowAsync($"me/messages?$search={Uri.EscapeDataString("\"participants:acme*\"")}&$top=3");

        Assert.Contains("skiptoken=", (string?)page["@odata.nextLink"], StringComparison.Ordinal);
        Assert.Equal(all.Count, all.Select(m => (string)m["id"]!).Distinct().Count());
        Assert.True(all.Count > 3);
    }

    [Fact]
    public async Task A_body_is_HTML_unless_text_is_preferred_and_never_has_scripts()
    {
        await using var graph = await GraphClient.StartAsync();
        var id = graph.Account.Messages.First(m => m.Content.Subject!.StartsWith("Action required", StringComparison.Ordinal)).Id;

        var html = (await graph.GetAsync($"me/messages/{id}"))["body"]!;
        var text = (await graph.GetAsync($"me/messages/{id}", "outlook.body-content-type=\"text\""))["body"]!;

        Assert.Equal(("html", "text"), ((string?)html["contentType"], (string?)text["contentType"]));
        Assert.DoesNotContain("<script", (string?)html["content"], StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<p", (string?)text["content"], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_attachment_is_listed_and_fetched()
    {
        await using var graph = await GraphClient.StartAsync();
        var id = graph.Account.Messages.First(m => m.Content.Subject == "Contract draft v3" && m.Folder == MailFolder.Inbox).Id;

        var listed = Assert.Single(await graph.ListAsync($"me/messages/{id}/attachments?$select=id,name,size"));
        var fetched = await graph.GetAsync($"me/messages/{id}/attachments/{(string)listed["id"]!}");

        Assert.False(listed.ContainsKey("contentBytes"));
        Assert.Equal((int)listed["size"]!, Convert.FromBase64String((string)fetched["contentBytes"]!).Length);
    }
}
