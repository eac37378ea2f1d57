using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Calendar;

/// <summary>What a caller asked for, as typed; a cursor carries it, so that a next page needs the cursor only.</summary>
internal sealed record EventListArguments(string? From, string? To, string? TimeZone, string? Account, string? Calendar, string? Query)
{
    private const int MaxLength = 256;

    /// <summary>Omitted where it is blank.</summary>
    /// <exception cref="ToolFailureException">One is too long or holds control characters.</exception>
    public static EventListArguments Read(
        string? from, string? to, string? timeZone, string? account, string? calendar, string? query) => new(
        Text("from", from, "2026-11-24"),
        Text("to", to, "2026-11-30"),
        Text("time_zone", timeZone, "Europe/Paris"),
        Text("account", account, "google"),
        Text("calendar", calendar, "Family"),
        Text("query", query, "budget review"));

    /// <summary>These, where a caller repeats none or the same of them with a cursor.</summary>
    /// <exception cref="ToolFailureException">An argument differs from the call that the cursor came from.</exception>
    public EventListArguments RepeatedBy(EventListArguments again)
    {
        (string Name, string? Mine, string? Theirs)[] pairs =
        [
            ("from", From, again.From), ("to", To, again.To), ("time_zone", TimeZone, again.TimeZone),
            ("account", Account, again.Account), ("calendar", Calendar, again.Calendar), ("query", Query, again.Query),
        ];
        return pairs.FirstOrDefault(p => p.Theirs is not null && p.Theirs != p.Mine) is { Name: { } name }
            ? throw new ToolFailureException(ToolFailure.InvalidInput(
                name, "differs from the call that this cursor came from", "pass cursor alone, or leave cursor out to begin anew"))
            : this;
    }

    /// <summary>Whether <see cref="Read"/> would have let these through: for arguments that come back in a cursor.</summary>
    public bool AreSound() => new[] { From, To, TimeZone, Account, Calendar, Query }.All(text => text is null || Fault(text) is null);

    private static string? Text(string name, string? value, string example)
    {
        var text = value?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        return Fault(text) is { } fault ? throw new ToolFailureException(ToolFailure.InvalidInput(name, fault, example)) : text;
    }

    private static string? Fault(string text) =>
        text.Length > MaxLength ? $"is longer than {MaxLength} characters"
        : text.Any(char.IsControl) ? "holds control characters"
        : null;
}
