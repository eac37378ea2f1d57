using TokenVaultAgent.Tools.Calendar;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Tests.Calendar;

public sealed class CalendarFinderTests
{
    private static readonly CalendarEntry[] Calendars =
    [
        new("c1", "Work", IsPrimary: true),
        new("c2", "Family", IsPrimary: false),
        new("c3", "family", IsPrimary: false),
        new("Family", "Trap", IsPrimary: false),
    ];

    [Theory]
    [InlineData("c2", "c2")]
    [InlineData("WORK", "c1")]
    [InlineData("Family", "Family")]
    public void A_calendar_is_found_by_its_id_first_and_then_by_its_only_name(string idOrName, string id) =>
        Assert.Equal(id, CalendarFinder.Find(Calendars, idOrName));

    [Theory]
    [InlineData("Garden", "not_found")]
    [InlineData("FAMILY", "invalid_input")]
    public void A_calendar_that_is_not_there_or_not_the_only_one_is_refused(string idOrName, string code)
    {
        var refusal = Assert.Throws<ToolFailureException>(() => CalendarFinder.Find(Calendars, idOrName));

        Assert.Equal(code, refusal.Failure.Code == FailureCode.NotFound ? "not_found" : "invalid_input");
        Assert.DoesNotContain("Work", refusal.Failure.Message + refusal.Failure.Hint, StringComparison.Ordinal);
        Assert.Equal(code == "not_found" ? ["Work", "Family", "family", "Trap"] : null, refusal.Failure.UntrustedNames);
    }
}
