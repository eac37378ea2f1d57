using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Mail;

namespace TokenVaultAgent.Tools.Tests.Mail;

public sealed class MailQueryTests
{
    [Theory]
    [InlineData("budget", "\"budget\" -in:drafts")]
    [InlineData("\"annual budget\" lisbon", "\"annual budget\" \"lisbon\" -in:drafts")]
    [InlineData("from:ben@acme.example", "from:\"ben@acme.example\" -in:drafts")]
    [InlineData("FROM:ben to:cho subject:\"two words\"", "from:\"ben\" to:\"cho\" subject:\"two words\" -in:drafts")]
    [InlineData("after:2026-03-01 before:2026-03-31", "after:1772323200 before:1774915200 -in:drafts")]
    [InlineData("is:unread has:attachment", "is:unread has:attachment -in:drafts")]
    [InlineData("{a} (b) -c", "\"a\" \"b\" \"-c\" -in:drafts")]
    public void A_search_is_written_in_Gmails_language(string query, string expected)
    {
        Assert.Equal(expected, GmailQuery.Write(MailQuery.Parse(query), MailFolder.All));
    }

    [Theory]
    [InlineData("\"x OR in:anywhere")]
    [InlineData("x\\\" OR in:trash")]
    [InlineData("\"from:boss\" OR")]
    public void No_value_becomes_an_operator_of_Gmails(string query)
    {
        var written = GmailQuery.Write(MailQuery.Parse(query.Replace("in:", "in ", StringComparison.Ordinal)), MailFolder.All);

        var outside = string.Concat(written.Split('"').Where((_, i) => i % 2 == 0));
        Assert.DoesNotContain("OR", outside, StringComparison.Ordinal);
        Assert.DoesNotContain("boss", outside, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("budget", "$search", "\"\\\"budget\\\"\"")]
    [InlineData("one OR two", "$search", "\"\\\"one\\\" AND \\\"OR\\\" AND \\\"two\\\"\"")]
    [InlineData("from:ben subject:\"two words\"", "$search", "\"from:\\\"ben\\\" AND subject:\\\"two words\\\"\"")]
    [InlineData("x after:2026-03-01 before:2026-03-31", "$search", "\"\\\"x\\\" AND received>=2026-03-01 AND received<2026-03-31\"")]
    [InlineData(
        "after:2026-03-01 is:unread", "$filter",
        "receivedDateTime ge 1970-01-01T00:00:00Z and receivedDateTime ge 2026-03-01T00:00:00Z and isRead eq false")]
    public void A_search_is_written_for_Graph(string query, string parameter, string expected)
    {
        var written = GraphMailQuery.Write(MailQuery.Parse(query));

        Assert.Equal(expected, written.Parameters.Single(p => p.Name == parameter).Value);
    }

    [Fact]
    public void A_search_and_a_filter_never_go_together()
    {
        var written = GraphMailQuery.Write(MailQuery.Parse("budget is:unread has:attachment"));

        Assert.Equal(["$search"], written.Parameters.Select(p => p.Name));
        Assert.True(written.SiftUnread);
    }

    [Theory]
    [InlineData("in:trash")]
    [InlineData("label:x")]
    [InlineData("is:starred")]
    [InlineData("has:drive")]
    [InlineData("after:01/03/2026")]
    [InlineData("from:\"\"")]
    [InlineData("from:()")]
    [InlineData("a\u0000b")]
    public void What_both_providers_cannot_do_is_refused(string query)
    {
        var refused = Assert.Throws<ToolFailureException>(() => MailQuery.Parse(query));

        Assert.Equal(FailureCode.InvalidInput, refused.Failure.Code);
        Assert.StartsWith("query ", refused.Failure.Message, StringComparison.Ordinal);
    }
}
