using System.Collections.Frozen;

namespace TokenVaultAgent.Tools.Providers;

/// <summary>
/// Which granted scopes cover which needed ones. Google: developers.google.com/workspace/gmail/api/auth/scopes and
/// …/calendar/api/auth; Microsoft: learn.microsoft.com/graph/permissions-reference.
/// </summary>
internal static class ScopeImplications
{
    private const string Google = "https://www.googleapis.com/auth/";
    private const string Graph = "https://graph.microsoft.com/";

    /// <summary>Needed scope to the broader ones that include it.</summary>
    private static readonly FrozenDictionary<string, string[]> CoveredBy = new Dictionary<string, string[]>
    {
        [Google + "calendar.readonly"] = [Google + "calendar"],
        [Google + "calendar.events"] = [Google + "calendar"],
        [Google + "calendar.events.readonly"] = [Google + "calendar", Google + "calendar.readonly", Google + "calendar.events"],
        [Google + "gmail.readonly"] = ["https://mail.google.com/", Google + "gmail.modify"],
        [Google + "gmail.modify"] = ["https://mail.google.com/"],
        [Google + "gmail.compose"] = ["https://mail.google.com/", Google + "gmail.modify"],
        [Google + "gmail.send"] = ["https://mail.google.com/", Google + "gmail.modify", Google + "gmail.compose"],
        [Google + "contacts.readonly"] = [Google + "contacts"],
        // Google answers with the long names where the short ones were asked for.
        ["email"] = [Google + "userinfo.email"],
        ["profile"] = [Google + "userinfo.profile"],
        ["Calendars.Read"] = ["Calendars.ReadWrite"],
        ["Mail.Read"] = ["Mail.ReadWrite"],
        ["MailboxSettings.Read"] = ["MailboxSettings.ReadWrite"],
        ["Contacts.Read"] = ["Contacts.ReadWrite"],
        ["User.Read"] = ["User.ReadWrite"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether what was granted covers all of these; true where Token Vault did not say what was granted.</summary>
    public static bool Cover(IReadOnlySet<string>? granted, IReadOnlyList<string> needed) => granted is null || Missing(granted, needed).Count == 0;

    /// <summary>The needed scopes that nothing granted covers. Graph's may carry their URL prefix; case does not matter.</summary>
    public static IReadOnlyList<string> Missing(IReadOnlySet<string> granted, IReadOnlyList<string> needed)
    {
        List<string>? missing = null;
        foreach (var scope in needed)
            if (!IsCovered(granted, scope))
                (missing ??= []).Add(scope);
        return missing ?? (IReadOnlyList<string>)[];
    }

    private static bool IsCovered(IReadOnlySet<string> granted, string scope) =>
        IsGranted(granted, scope) || (CoveredBy.TryGetValue(scope, out var broader) && Array.Exists(broader, b => IsGranted(granted, b)));

    private static bool IsGranted(IReadOnlySet<string> granted, string scope) =>
        granted.Contains(scope) || (!scope.Contains(':', StringComparison.Ordinal) && granted.Contains(Graph + scope));
}
