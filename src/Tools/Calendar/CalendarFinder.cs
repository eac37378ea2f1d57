using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Untrusted;

namespace TokenVaultAgent.Tools.Calendar;

internal static class CalendarFinder
{
    private const int MaxNamed = 20;
    private const int MaxName = 60;

    /// <summary>The id of the calendar with this id, else of the only one with this name in any case.</summary>
    /// <exception cref="ToolFailureException">There is none, or several have the name.</exception>
    public static string Find(IReadOnlyList<CalendarEntry> calendars, string idOrName)
    {
        var found = calendars.Where(c => c.Id == idOrName).ToArray();
        if (found.Length == 0)
            found = [.. calendars.Where(c => c.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase))];
        return found switch
        {
            [] => throw new ToolFailureException(new ToolFailure(
                FailureCode.NotFound,
                "This account has no calendar of that id or name.",
                "Use one of untrusted_names, or omit calendar for the primary one.")
            {
                UntrustedNames = Names(calendars),
            }),
            [var only] => ProviderPathId.Require("calendar", only.Id),
            _ => throw new ToolFailureException(ToolFailure.InvalidInput(
                "calendar", "is the name of several calendars of this account", "rename one, or omit calendar for the primary one")),
        };
    }

    private static List<string> Names(IReadOnlyList<CalendarEntry> calendars) =>
        [.. calendars.Take(MaxNamed).Select(c => PlainText.Line(c.Name, MaxName)).OfType<string>()];
}
