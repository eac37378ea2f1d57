using System.Net;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

public sealed class MessageFilterTests
{
    private const string Messages = "me/messages";

    [Theory]
    [InlineData("subject eq 'Contract draft v3'", "Contract draft v3")]
    [InlineData("subject eq 'CONTRACT DRAFT V3'", "Contract draft v3")]
    [InlineData("startswith(subject,'Minutes')", "Minutes: design critique")]
    [InlineData("endswith(subject,'October')", "Invoice INV-77 for October")]
    [InlineData("contains(subject, 'Lyon') and from/emailAddress/address eq 'ben@acme.example'", "Offsite in Lyon: rooms")]
    [InlineData("from/emailAddress/address eq 'sam@partner.example'", "Contract draft v3")]
    [InlineData("receivedDateTime ge 2026-11-23T00:00:00Z and isDraft eq false", "[main] build 1483 passed")]
    [InlineData("receivedDateTime lt 2026-11-13", "Two minutes of your time")]
    [InlineData("receivedDateTime gt 2026-11-22T23:41:00%2B01:00 and not (isDraft eq true)", "[main] build 1483 passed")]
    [InlineData("(subject eq 'a' or subject eq 'Rank #1 tomorrow') and isRead eq false", "Rank #1 tomorrow")]
    [InlineData("isRead eq false and subject ne 'a' and importance eq 'normal' and contains(subject,'1482')", "[main] build 1482 failed")]
    [InlineData("internetMessageId eq '<contract@partner.example>'", "Contract draft v3")]
    public async Task A_filter_keeps_what_it_names(string filter, string subject)
    {
        await using var graph = await GraphClient.StartAsync();

        var found = await graph.ListAsync($"{Messages}?$filter={filter.Replace("#", "%23", StringComparison.Ordinal)}");

        Assert.Equal([subject], found);
    }

    [Fact]
    public async Task A_quote_in_a_literal_is_written_twice()
    {
        await using var graph = await GraphClient.StartAsync();
        await graph.DraftAsync(GraphClient.Letter(subject: "Ada's plan (draft), and more"));

        var found = await graph.ListAsync(Messages + "?$filter=subject eq 'Ada''s plan (draft), and more'");

        Assert.Single(found);
    }

    [Theory]
    [InlineData("isRead")]
    [InlineData("isRead eq")]
    [InlineData("isRead is true")]
    [InlineData("isRead eq 'true'")]
    [InlineData("isRead gt true")]
    [InlineData("isRead eq true and")]
    [InlineData("isRead eq true true")]
    [InlineData("(isRead eq true")]
    [InlineData("isRead eq true)")]
    [InlineData("subject eq Hello")]
    [InlineData("subject eq 'Hello")]
    [InlineData("subject eq \"Hello\"")]
    [InlineData("contains(isRead,'t')")]
    [InlineData("contains(subject 'x')")]
    [InlineData("matches(subject,'x')")]
    [InlineData("titel eq 'x'")]
    [InlineData("receivedDateTime ge '2026-11-23T00:00:00Z'")]
    [InlineData("receivedDateTime ge yesterday")]
    [InlineData("receivedDateTime ge 2026-11-23T00:00:00")]
    [InlineData("from eq 'ben@acme.example'")]
    public async Task A_filter_that_is_none_is_refused(string filter)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.GetRefusalAsync($"{Messages}?$filter={Uri.EscapeDataString(filter)}");

        answer.Refuses(HttpStatusCode.BadRequest, "BadRequest");
        Assert.StartsWith("Invalid filter clause", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", "isRead eq true", ")")]
    [InlineData("not ", "isRead eq true", "")]
    [InlineData("not(", "isRead eq true", ")")]
    public async Task A_filter_that_nests_too_deep_is_refused(string open, string inner, string close)
    {
        await using var graph = await GraphClient.StartAsync();
        var filter = string.Concat(Enumerable.Repeat(open, 700)) + inner + string.Concat(Enumerable.Repeat(close, 700));

        var answer = await graph.GetRefusalAsync($"{Messages}?$filter={filter}");

        answer.Refuses(HttpStatusCode.BadRequest, "BadRequest");
    }

    [Theory]
    [InlineData("subject", "subject", false)]
    [InlineData("subject desc", "subject", true)]
    [InlineData("receivedDateTime asc", "receivedDateTime", false)]
    [InlineData("receivedDateTime  desc", "receivedDateTime", true)]
    [InlineData("from/emailAddress/address, receivedDateTime desc", "from", false)]
    public async Task A_list_is_in_the_order_asked_for(string order, string property, bool descending)
    {
        await using var graph = await GraphClient.StartAsync();

        var list = (await graph.GetAsync($"{Messages}?$orderby={order}&$top=1000"))["value"]!.AsArray();

        var keys = list.Select(m => (property == "from" ? m!["from"]!["emailAddress"]!["address"] : m![property])!.GetValue<string>()).ToList();
        var sorted = keys.Order(StringComparer.OrdinalIgnoreCase);
        Assert.Equal(descending ? sorted.Reverse() : sorted, keys);
    }

    [Theory]
    [InlineData("asc", "[main] build 1482 failed", "[main] build 1483 passed")]
    [InlineData("desc", "[main] build 1483 passed", "[main] build 1482 failed")]
    public async Task A_second_key_orders_what_the_first_leaves_equal(string direction, string first, string second)
    {
        await using var graph = await GraphClient.StartAsync();

        var list = await graph.ListAsync($"{Messages}?$orderby=from/emailAddress/address,receivedDateTime {direction}&$top=1000");

        Assert.Equal([first, second], list.Where(s => s.StartsWith("[main]", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("isRead eq true", "receivedDateTime desc")]
    [InlineData("from/emailAddress/address eq 'ben@acme.example'", "receivedDateTime desc")]
    [InlineData("isRead eq true and receivedDateTime ge 2026-01-01", "receivedDateTime desc")]
    [InlineData("receivedDateTime ge 2026-01-01", "receivedDateTime desc,subject")]
    public async Task An_order_that_the_filter_does_not_begin_with_is_inefficient(string filter, string order)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.GetRefusalAsync($"{Messages}?$filter={filter}&$orderby={order}");

        answer.Refuses(HttpStatusCode.BadRequest, "InefficientFilter");
        Assert.Equal("The restriction or sort order is too complex for this operation.", answer.Message);
    }

    [Theory]
    [InlineData("receivedDateTime ge 2026-01-01 and isRead eq true", "receivedDateTime desc")]
    [InlineData("subject ge ' ' and receivedDateTime ge 2026-01-01", "subject,receivedDateTime")]
    public async Task An_order_that_the_filter_begins_with_is_efficient(string filter, string order)
    {
        await using var graph = await GraphClient.StartAsync();

        Assert.NotEmpty(await graph.ListAsync($"{Messages}?$filter={filter}&$orderby={order}"));
    }
}
