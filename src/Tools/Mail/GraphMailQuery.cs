using System.Globalization;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>
/// Writes a search for Graph: as <c>$search</c> where there are words or people, else as <c>$filter</c>; the two cannot be combined
/// (learn.microsoft.com/graph/search-query-parameter). KQL has no property for unread, so with <c>$search</c> the caller sifts; and
/// side by side it takes restrictions on one property for alternatives, so that AND is written out.
/// </summary>
/// <param name="Parameters">Query parameters, values not yet escaped.</param>
internal sealed record GraphMailQuery(IReadOnlyList<(string Name, string Value)> Parameters, bool SiftUnread)
{
    private const string NewestFirst = "receivedDateTime desc";

    public static GraphMailQuery Write(MailQuery query)
    {
        if (query.Terms.Any(t => t.Kind is MailTermKind.Words or MailTermKind.From or MailTermKind.To or MailTermKind.Subject))
            return new GraphMailQuery([("$search", $"\"{string.Join(" AND ", query.Terms.Select(Kql).OfType<string>())}\"")], query.OnlyUnread);

        // What is ordered by must come first in the filter (learn.microsoft.com/graph/api/user-list-messages).
        var filters = query.Terms.Select(Filter).Prepend("receivedDateTime ge 1970-01-01T00:00:00Z");
        return new GraphMailQuery(
            query.Terms.Count == 0 ? [("$orderby", NewestFirst)] : [("$filter", string.Join(" and ", filters)), ("$orderby", NewestFirst)],
            SiftUnread: false);
    }

    private static string? Kql(MailTerm term) => term.Kind switch
    {
        MailTermKind.Words => Quoted(term),
        MailTermKind.From => $"from:{Quoted(term)}",
        MailTermKind.To => $"to:{Quoted(term)}",
        MailTermKind.Subject => $"subject:{Quoted(term)}",
        MailTermKind.After => $"received>={term.Value}",
        MailTermKind.Before => $"received<{term.Value}",
        MailTermKind.Attachment => "hasAttachments:true",
        _ => null,
    };

    /// <summary>In quotes, so that a word such as OR stays a word; within $search they are escaped.</summary>
    private static string Quoted(MailTerm term) => $"\\\"{term.Value}\\\"";

    private static string Filter(MailTerm term) => term.Kind switch
    {
        MailTermKind.After => string.Create(CultureInfo.InvariantCulture, $"receivedDateTime ge {term.Value}T00:00:00Z"),
        MailTermKind.Before => string.Create(CultureInfo.InvariantCulture, $"receivedDateTime lt {term.Value}T00:00:00Z"),
        MailTermKind.Unread => "isRead eq false",
        _ => "hasAttachments eq true",
    };
}
