using System.Text.Json.Serialization;
using NodaTime;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Paging;
using TokenVaultAgent.Tools.Time;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>A search to make, with everything checked that can be before anyone is asked.</summary>
/// <param name="Zone">Whose days the dates of the query are; null until the user's own is known.</param>
/// <param name="Now">What its ages count from: on later pages too, when the first was asked for.</param>
/// <param name="Continues">The accounts that have more, by id; null for a first page.</param>
internal sealed record MailPlan(
    string? QueryText, MailQuery Query, MailFolder Folder, string? Account, int Limit, DateTimeZone? Zone, Instant Now, IReadOnlyDictionary<string, MailPosition>? Continues)
{
    public const int MaxLimit = 50;

    /// <exception cref="ToolFailureException"><c>invalid_input</c>.</exception>
    public static MailPlan Make(string? query, string folder, string? account, string? timeZone, int limit, string? cursor, Instant now)
    {
        if (limit is < 1 or > MaxLimit)
            throw Invalid("limit", $"must be from 1 to {MaxLimit}", "20");
        if (string.IsNullOrWhiteSpace(cursor))
        {
            var zone = string.IsNullOrWhiteSpace(timeZone) ? null
                : Zones.Find(timeZone.Trim()) ?? throw Invalid("time_zone", "is not a time zone that is known", "Europe/Paris or UTC+01:00");
            return new MailPlan(query, MailQueryParser.Parse(query, zone ?? DateTimeZone.Utc, now), FolderFrom(folder), account, limit, zone, now, null);
        }

        var at = Cursor.Decode(cursor.Trim(), MailCursorJson.Default.MailCursor, c => c.IsSound());
        var (itsZone, itsNow) = (Zones.Find(at.Zone)!, Instant.FromUnixTimeMilliseconds(at.Now));
        return new MailPlan(at.Query, MailQueryParser.Parse(at.Query, itsZone, itsNow), FolderFrom(at.Folder), at.Account, limit, itsZone, itsNow, at.Accounts);
    }

    /// <summary>Whether the search depends on the zone, and none was named.</summary>
    public bool NeedsZone => Zone is null && Query.HasDates;

    public MailPlan In(DateTimeZone zone) => this with { Zone = zone, Query = MailQueryParser.Parse(QueryText, zone, Now) };

    public string? CursorFor(IReadOnlyDictionary<string, MailPosition> rest) => rest.Count == 0
        ? null
        : Cursor.Encode(new MailCursor(QueryText, Folder.ToString().ToLowerInvariant(), Account, (Zone ?? DateTimeZone.Utc).Id, Now.ToUnixTimeMilliseconds(), rest), MailCursorJson.Default.MailCursor);

    private static MailFolder FolderFrom(string folder) => folder.ToLowerInvariant() switch
    {
        "all" => MailFolder.All,
        "inbox" => MailFolder.Inbox,
        "sent" => MailFolder.Sent,
        _ => throw Invalid("folder", "must be all, inbox or sent", "inbox"),
    };

    private static ToolFailureException Invalid(string argument, string problem, string example) =>
        new(ToolFailure.InvalidInput(argument, problem, example));
}

/// <summary>Where an account's results go on: a page of the provider's, and how many of its messages were shown.</summary>
/// <param name="Size">How many the page was asked for: it must be asked for the same again, or what comes after it would not fit.</param>
internal sealed record MailPosition(string? Page, int Skip, int Size = 0)
{
    private const int MaxPage = 4096;

    public bool IsSound() => Skip is >= 0 and <= 1000 && Size is >= 0 and <= 50 && (Skip == 0 || Size > 0) && (Page is null || (Page.Length <= MaxPage && Page.All(c => c is > ' ' and <= '~')));
}

/// <param name="Now">Unix time in milliseconds.</param>
internal sealed record MailCursor(string? Query, string Folder, string? Account, string Zone, long Now, IReadOnlyDictionary<string, MailPosition> Accounts)
{
    private const int MaxAccounts = 50;

    private static readonly long Latest = Instant.FromUtc(2200, 1, 1, 0, 0).ToUnixTimeMilliseconds();

    public bool IsSound() =>
        Folder is not null && Zone is not null && Zones.Find(Zone) is not null && Now >= 0 && Now < Latest && Accounts is { Count: > 0 and <= MaxAccounts } && Accounts.Values.All(a => a is not null && a.IsSound());
}

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(MailCursor))]
internal sealed partial class MailCursorJson : JsonSerializerContext;
