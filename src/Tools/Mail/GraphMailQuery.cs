using NodaTime;
using NodaTime.Text;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>
/// Writes a search for Graph: as <c>$search</c> where there are words or people, else as <c>$filter</c>; the two cannot be combined
/// (learn.microsoft.com/graph/search-query-parameter). KQL knows days and not moments, and nothing of unread, so that with <c>$search</c> the
/// caller sifts; and side by side it takes restrictions on one property for alternatives, so that AND is written out.
/// </summary>
/// <param name="Parameters">Query parameters, values not yet escaped.</param>
/// <param name="Sifts">Whether more is found than was asked for.</param>
internal sealed record GraphMailQuery(IReadOnlyList<(string Name, string Value)> Parameters, bool Sifts)
{
    private const string NewestFirst = "receivedDateTime desc";
    private const string Ever = "receivedDateTime ge 1970-01-01T00:00:00Z";

    /// <summary>Whose days Graph means is not said: no zone is further away than this.</summary>
    private static readonly Duration Margin = Duration.FromHours(24);

    public static GraphMailQuery Write(MailQuery query)
    {
        if (query.Words?.Terms().Any(term => term.Kind != MailTermKind.Attachment) is true)
        {
            List<string> parts = [query.Words is MailExpression.Any ? $"({query.Words.Write(Kql, " AND ", " OR ")})" : query.Words.Write(Kql, " AND ", " OR ")];
            if (query.After is { } after)
                parts.Add($"received>={Day(after - Margin)}");
            // A search with nothing but exclusions finds nothing.
            else if (query.Words.Terms().All(term => term.IsNot))
                parts.Add("received>=1970-01-01");
            if (query.Before is { } before)
                parts.Add($"received<={Day(before + Margin)}");
            return new GraphMailQuery([("$search", $"\"{string.Join(" AND ", parts)}\"")], query is not { After: null, Before: null, Unread: null });
        }

        // What is ordered by must come first in the filter (learn.microsoft.com/graph/api/user-list-messages).
        var filters = Filters(query).ToList();
        return new GraphMailQuery(
            filters.Count == 0 ? [("$orderby", NewestFirst)] : [("$filter", string.Join(" and ", filters.Prepend(Ever))), ("$orderby", NewestFirst)], Sifts: false);
    }

    private static IEnumerable<string> Filters(MailQuery query)
    {
        if (query.After is { } after)
            yield return $"receivedDateTime ge {InstantPattern.ExtendedIso.Format(after)}";
        if (query.Before is { } before)
            yield return $"receivedDateTime lt {InstantPattern.ExtendedIso.Format(before)}";
        if (query.Unread is { } unread)
            yield return $"isRead eq {(unread ? "false" : "true")}";
        if (query.Words is { } words)
            yield return words is MailExpression.Any ? $"({words.Write(Filter, " and ", " or ")})" : words.Write(Filter, " and ", " or ");
    }

    private static string Kql(MailExpression.Term term) => (term.IsNot ? "NOT " : "") + term.Kind switch
    {
        MailTermKind.Words => Quoted(term),
        MailTermKind.From => $"from:{Quoted(term)}",
        MailTermKind.To => $"to:{Quoted(term)}",
        MailTermKind.Cc => $"cc:{Quoted(term)}",
        MailTermKind.Subject => $"subject:{Quoted(term)}",
        _ => "hasAttachments:true",
    };

    private static string Filter(MailExpression.Term term) => $"hasAttachments eq {(term.IsNot ? "false" : "true")}";

    /// <summary>In quotes, so that a word such as OR stays a word; within $search they are escaped.</summary>
    private static string Quoted(MailExpression.Term term) => $"\\\"{term.Value}\\\"";

    private static string Day(Instant at) => LocalDatePattern.Iso.Format(at.InUtc().Date);
}
