using NodaTime;
using TokenVaultAgent.Tests;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Mail;

namespace TokenVaultAgent.Tools.Tests.Mail;

public sealed class MailQueryTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 25, 12, 0);

    private static MailQuery Parse(string? query) => MailQueryParser.Parse(query, DateTimeZone.Utc, Now);

    [Theory]
    [InlineData("budget", "\"budget\" -in:drafts")]
    [InlineData("\"annual budget\" lisbon", "\"annual budget\" \"lisbon\" -in:drafts")]
    [InlineData("from:ben@acme.example", "from:\"ben@acme.example\" -in:drafts")]
    [InlineData("FROM:ben to:cho subject:\"two words\"", "from:\"ben\" to:\"cho\" subject:\"two words\" -in:drafts")]
    [InlineData("after:2026-03-01 before:2026-03-31", "after:1772323200 before:1774915200 -in:drafts")]
    [InlineData("is:unread has:attachment", "has:attachment is:unread -in:drafts")]
    [InlineData("{a b} (c d) -e", "(\"a\" OR \"b\") \"c\" \"d\" -\"e\" -in:drafts")]
    [InlineData("a OR b c", "(\"a\" OR \"b\") \"c\" -in:drafts")]
    [InlineData("a AND b", "\"a\" \"b\" -in:drafts")]
    [InlineData("(a b) OR c", "((\"a\" \"b\") OR \"c\") -in:drafts")]
    [InlineData("-(a OR from:b)", "-\"a\" -from:\"b\" -in:drafts")]
    [InlineData("NOT subject:x", "-subject:\"x\" -in:drafts")]
    [InlineData("-is:unread -after:2026-03-01", "before:1772323200 is:read -in:drafts")]
    [InlineData("newer_than:7d", "after:1795003200 -in:drafts")]
    [InlineData("older_than:1m", "before:1792929600 -in:drafts")]
    [InlineData("after:2026/03/01", "after:1772323200 -in:drafts")]
    [InlineData("after:2026-03-01T18:00+01:00", "after:1772384400 -in:drafts")]
    [InlineData("e-mail 10:30", "\"e-mail\" \"10 30\" -in:drafts")]
    public void A_search_is_written_in_Gmails_language(string query, string expected)
    {
        Assert.Equal(expected, GmailQuery.Write(Parse(query), MailFolder.All));
    }

    [Theory]
    [InlineData("\"x OR in:anywhere\"")]
    [InlineData("\"x\\ OR in:trash\"")]
    [InlineData("\"from:boss\" \"OR\"")]
    public void No_value_becomes_an_operator_of_Gmails(string query)
    {
        var written = GmailQuery.Write(Parse(query), MailFolder.All);

        var outside = string.Concat(written.Split('"').Where((_, i) => i % 2 == 0));
        Assert.DoesNotContain("OR", outside, StringComparison.Ordinal);
        Assert.DoesNotContain("boss", outside, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("budget", "$search", "\"\\\"budget\\\"\"")]
    [InlineData("one OR two", "$search", "\"(\\\"one\\\" OR \\\"two\\\")\"")]
    [InlineData("one \"OR\" two", "$search", "\"\\\"one\\\" AND \\\"OR\\\" AND \\\"two\\\"\"")]
    [InlineData("-from:ben", "$search", "\"NOT from:\\\"ben\\\" AND received>=1970-01-01\"")]
    [InlineData("-has:attachment", "$filter", "receivedDateTime ge 1970-01-01T00:00:00Z and hasAttachments eq false")]
    [InlineData("from:ben subject:\"two words\"", "$search", "\"from:\\\"ben\\\" AND subject:\\\"two words\\\"\"")]
    [InlineData("x after:2026-03-01 before:2026-03-31", "$search", "\"\\\"x\\\" AND received>=2026-02-28 AND received<=2026-04-01\"")]
    [InlineData(
        "after:2026-03-01 is:unread", "$filter",
        "receivedDateTime ge 1970-01-01T00:00:00Z and receivedDateTime ge 2026-03-01T00:00:00Z and isRead eq false")]
    public void A_search_is_written_for_Graph(string query, string parameter, string expected)
    {
        var written = GraphMailQuery.Write(Parse(query));

        Assert.Equal(expected, written.Parameters.Single(p => p.Name == parameter).Value);
    }

    [Fact]
    public void A_search_and_a_filter_never_go_together()
    {
        var written = GraphMailQuery.Write(Parse("budget is:unread has:attachment"));

        Assert.Equal(["$search"], written.Parameters.Select(p => p.Name));
        Assert.True(written.Sifts);
    }

    [Theory]
    [InlineData("rfc822msgid:abc")]
    [InlineData("received>=2026-11-01")]
    [InlineData("size>1000")]
    [InlineData("from:")]
    [InlineData("dinner from: ")]
    [InlineData("in:inbox")]
    [InlineData("in:trash")]
    [InlineData("label:x")]
    [InlineData("-category:promotions")]
    [InlineData("https://x.example")]
    [InlineData("newer_than:soon")]
    [InlineData("(a b")]
    [InlineData("a b)")]
    [InlineData("{a)")]
    [InlineData("()")]
    [InlineData("a OR")]
    [InlineData("OR a")]
    [InlineData("a NOT")]
    [InlineData("\"a")]
    [InlineData("a OR is:unread")]
    [InlineData("is:unread OR a")]
    [InlineData("(after:2026-03-01 a)")]
    [InlineData("((((((((((((((((((((((a))))))))))))))))))))))")]
    [InlineData("is:starred")]
    [InlineData("has:drive")]
    [InlineData("after:01/03/2026")]
    [InlineData("from:\"\"")]
    [InlineData("from:()")]
    [InlineData("a\u0000b")]
    public void What_both_providers_cannot_do_is_refused(string query)
    {
        var refused = Assert.Throws<ToolFailureException>(() => Parse(query));

        Assert.Equal(FailureCode.InvalidInput, refused.Failure.Code);
        Assert.StartsWith("query ", refused.Failure.Message, StringComparison.Ordinal);
    }

    // Searched as words, or not at all, elsewhere: jeremyephron/simplegmail#61, Foundry376/Mailspring#1060, maathimself/mailflow#201, nu7hatch/gmail#90.
    [Fact]
    public void Each_search_from_the_field_is_understood_or_refused_by_name()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Inputs", "06-search-queries-silently-read-as-words.txt"));

        var refused = Assert.Throws<ToolFailureException>(() => Parse(lines[0]));
        Assert.Contains("category:promotions", refused.Failure.Message, StringComparison.Ordinal);
        Assert.Equal("(from:\"ben\" OR from:\"cho\") -in:drafts", GmailQuery.Write(Parse(lines[1]), MailFolder.All));
        Assert.Equal(Now - Duration.FromDays(7), Parse(lines[2]).After);
        Assert.Equal("from:\"ben\" from:\"cho\" -in:drafts", GmailQuery.Write(Parse(lines[3]), MailFolder.All));
        Assert.Equal("subject:\"budget\" -in:drafts", GmailQuery.Write(Parse(lines[4]), MailFolder.All));
    }

    [Fact]
    public void A_day_is_one_of_the_zone() =>
        Assert.Equal(Instant.FromUtc(2026, 3, 1, 8, 0), MailQueryParser.Parse("after:2026-03-01", DateTimeZoneProviders.Tzdb["America/Los_Angeles"], Now).After);

    [Theory]
    [InlineData("after:2026-03-01", true)]
    [InlineData("before:2026-03-01T08:00", true)]
    [InlineData("after:2026-03-01T08:00Z before:2026-04-01", true)]
    [InlineData("after:2026-03-01T08:00Z", false)]
    [InlineData("newer_than:7d lease", false)]
    public void A_zone_is_asked_for_where_the_search_means_another_thing_in_another(string query, bool needed)
    {
        var plan = MailPlan.Make(query, "all", null, timeZone: null, 20, cursor: null, Now);

        Assert.Equal(needed, plan.NeedsZone);
        Assert.False(plan.In(DateTimeZoneProviders.Tzdb["America/Los_Angeles"]).NeedsZone);
        Assert.Equal(needed, plan.In(DateTimeZoneProviders.Tzdb["America/Los_Angeles"]).Query != plan.Query);
    }

    [Fact]
    public void What_graph_finds_beyond_the_moments_is_sifted()
    {
        var query = Parse("x after:2026-03-01 is:unread");
        var message = new MailMessage { Id = "1", ReceivedAt = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), IsUnread = true };

        Assert.True(query.Takes(message));
        Assert.False(query.Takes(message with { IsUnread = false }));
        Assert.False(query.Takes(message with { ReceivedAt = message.ReceivedAt - TimeSpan.FromSeconds(1) }));
    }
}
