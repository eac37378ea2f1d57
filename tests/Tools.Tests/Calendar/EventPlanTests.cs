using NodaTime;
using TokenVaultAgent.Tools.Calendar;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Time;

namespace TokenVaultAgent.Tools.Tests.Calendar;

public sealed class EventPlanTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 12, 0);

    [Theory]
    [InlineData("from", "yesterday", null, null, null, null, null)]
    [InlineData("to", null, "2026-11-01", null, null, null, null)]
    [InlineData("to", "2026-11-24", "2026-11-20", null, null, null, null)]
    [InlineData("to", "2026-01-01", "2029-01-01", "Europe/Paris", null, null, null)]
    [InlineData("time_zone", null, null, "Mars/Olympus", null, null, null)]
    [InlineData("account", null, null, null, null, "Family", null)]
    [InlineData("query", null, null, null, null, null, "a\u0000b")]
    public void A_bad_argument_is_refused_by_its_name(
        string argument, string? from, string? to, string? zone, string? account, string? calendar, string? query)
    {
        var refusal = Assert.Throws<ToolFailureException>(
            () => EventPlan.Make(EventListArguments.Read(from, to, zone, account, calendar, query), null, 25, 500, Now));

        Assert.Equal(FailureCode.InvalidInput, refusal.Failure.Code);
        Assert.StartsWith(argument + " ", refusal.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limit", 0, 500)]
    [InlineData("limit", 101, 500)]
    [InlineData("description_chars", 25, -1)]
    [InlineData("description_chars", 25, 10_001)]
    public void A_number_out_of_bounds_is_refused_by_its_name(string argument, int limit, int descriptionLength)
    {
        var refusal = Assert.Throws<ToolFailureException>(() => EventPlan.Make(Arguments(), null, limit, descriptionLength, Now));

        Assert.StartsWith(argument + " ", refusal.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_argument_is_refused() =>
        Assert.Throws<ToolFailureException>(() => Arguments(query: new string('a', 300)));

    [Fact]
    public void A_cursor_alone_brings_its_arguments_back()
    {
        var plan = EventPlan.Make(Arguments(), CursorOf(Arguments(query: "budget")), 25, 500, Now);

        Assert.Equal("budget", plan.Arguments.Query);
        Assert.Equal("Europe/Paris", plan.Zone!.Id);
    }

    [Fact]
    public void A_cursor_with_the_same_arguments_is_taken() =>
        Assert.NotNull(EventPlan.Make(Arguments(query: "budget"), CursorOf(Arguments(query: "budget")), 25, 500, Now).Continues);

    [Fact]
    public void A_cursor_with_another_argument_is_refused_by_that_argument()
    {
        var refusal = Assert.Throws<ToolFailureException>(
            () => EventPlan.Make(Arguments(query: "lunch"), CursorOf(Arguments(query: "budget")), 25, 500, Now));

        Assert.StartsWith("query ", refusal.Failure.Message, StringComparison.Ordinal);
    }

    private static EventListArguments Arguments(string? query = null) => EventListArguments.Read(null, null, null, null, null, query);

    private static string CursorOf(EventListArguments arguments) => new EventCursor(
        arguments, "Europe/Paris", TimeZoneSource.Calendar, 0, 1, [new AccountCursor("google:ada@gmail.example", null, null, 1)]).Encode();
}
