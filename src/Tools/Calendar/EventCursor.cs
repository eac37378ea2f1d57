using System.Text.Json.Serialization;
using NodaTime;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Paging;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Time;

namespace TokenVaultAgent.Tools.Calendar;

/// <summary>
/// Where a listing goes on. It holds no secret and grants nothing: whoever alters it can only ask what the arguments could ask, with
/// their own token; so it is checked as arguments are, and not signed.
/// </summary>
/// <param name="Start">Unix time in milliseconds.</param>
/// <param name="End">Unix time in milliseconds.</param>
/// <param name="Accounts">Those that have more.</param>
internal sealed record EventCursor(
    EventListArguments Arguments, string Zone, TimeZoneSource ZoneSource, long Start, long End, IReadOnlyList<AccountCursor> Accounts)
{
    private const int MaxAccounts = 50;

    [JsonIgnore]
    public Interval Range => new(Instant.FromUnixTimeMilliseconds(Start), Instant.FromUnixTimeMilliseconds(End));

    public static EventCursor At(
        EventListArguments arguments, DateTimeZone zone, TimeZoneSource zoneSource, Interval range,
        IReadOnlyList<AccountCursor> accounts) =>
        new(arguments, zone.Id, zoneSource, range.Start.ToUnixTimeMilliseconds(), range.End.ToUnixTimeMilliseconds(), accounts);

    public string Encode() => Cursor.Encode(this, EventCursorJson.Default.EventCursor);

    /// <exception cref="ToolFailureException">It is not a cursor of this tool.</exception>
    public static EventCursor Decode(string text) => Cursor.Decode(text, EventCursorJson.Default.EventCursor, cursor => cursor.IsSound());

    /// <summary>What a constructor requires, JSON may still lack.</summary>
    private bool IsSound()
    {
        var latest = Instant.FromUtc(2202, 1, 1, 0, 0).ToUnixTimeMilliseconds();
        return Arguments is not null && Arguments.AreSound()
            && Start >= 0 && Start <= End && End < latest
            && Range.Duration <= Duration.FromDays(TimeRangeInput.MaxDays)
            && Zone is not null && Zones.Find(Zone) is not null
            && Enum.IsDefined(ZoneSource)
            && Accounts is { Count: > 0 and <= MaxAccounts }
            && Accounts.All(a => a is not null && a.IsSound());
    }
}

/// <param name="Account">Its id.</param>
/// <param name="CalendarId">Null for the primary calendar.</param>
internal sealed record AccountCursor(string Account, string? CalendarId, string? PageToken, int Skip)
{
    private const int MaxPageToken = 2048;
    private const int MaxSkip = 100_000;

    public bool IsSound() =>
        Account is { Length: > 0 and <= 512 }
        && (CalendarId is null || ProviderPathId.IsValid(CalendarId))
        && (PageToken is null || (PageToken.Length <= MaxPageToken && PageToken.All(c => c is > ' ' and <= '~')))
        && Skip is >= 0 and <= MaxSkip;
}

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EventCursor))]
internal sealed partial class EventCursorJson : JsonSerializerContext;
