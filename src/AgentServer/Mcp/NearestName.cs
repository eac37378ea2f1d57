using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>The argument that a model means by a name of another API, or by one that it has misspelt.</summary>
internal static class NearestName
{
    /// <summary>Names of Google's, Graph's and other servers' parameters, by the argument that does the same here.</summary>
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["from"] = ["start", "starttime", "startdate", "startdatetime", "timemin", "since", "after", "begin", "datefrom", "fromdate"],
        ["to"] = ["end", "endtime", "enddate", "enddatetime", "timemax", "until", "before", "dateto", "todate", "recipient", "recipients", "torecipients"],
        ["time_zone"] = ["tz", "timezone", "zone"],
        ["account"] = ["email", "accountid", "mailbox", "accountemail"],
        ["calendar"] = ["calendarid", "calendarname"],
        ["query"] = ["q", "search", "filter", "searchquery", "text", "keywords"],
        ["limit"] = ["maxresults", "max", "count", "top", "pagesize", "size", "n"],
        ["cursor"] = ["pagetoken", "nextpagetoken", "nextcursor", "page"],
        ["message_id"] = ["id", "messageid", "mailid", "emailid"],
        ["body"] = ["text", "message", "content", "html", "bodytext"],
        ["idempotency_key"] = ["key", "requestid", "idempotencykey"],
        ["access"] = ["scopes", "scope", "permissions"],
        ["provider"] = ["service", "type", "accounttype"],
        ["folder"] = ["label", "labels", "labelids", "mailfolder", "folderid"],
    };

    /// <returns>One of <paramref name="names"/>; null where none is near.</returns>
    public static string? Of(string name, IReadOnlyCollection<string> names)
    {
        if (name.Length > 40)
            return null;
        var plain = Plain(name);
        return names.FirstOrDefault(n => Plain(n) == plain)
            ?? names.FirstOrDefault(n => Known.TryGetValue(n, out var others) && others.Contains(plain))
            ?? names.Where(n => n.Length > 3 && Resemblance.Slips(plain, Plain(n)) <= 2).MinBy(n => Resemblance.Slips(plain, Plain(n)));
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
