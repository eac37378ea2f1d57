using System.Buffers.Binary;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Calendar;

/// <summary>Ids of events. An occurrence has no record of its own: its id is its series' with the start that the series gives it.</summary>
internal static class EventIds
{
    private const string End = "AAA=";
    private const string Mark = "FRAA";

    public static string Of(WorldEvent item, IdType type) => type == IdType.Mutable ? item.Id : IdGenerator.GraphImmutable(item.Id);

    public static string Of(WorldCalendar calendar, Occurrence occurrence, IdType type)
    {
        if (occurrence.Series is not { } series || occurrence.IsException) return Of(occurrence.Event, type);
        var start = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(start, occurrence.OriginalStart!.ToInstant(calendar.TimeZone).ToUnixTimeSeconds());
        return Stem(Of(series, type)) + Mark + WebEncoders.Base64UrlEncode(start) + End;
    }

    /// <summary>What has that id in one of the account's calendars.</summary>
    /// <exception cref="GraphFailure">No id, or nobody's.</exception>
    public static (WorldCalendar Calendar, Occurrence Event) Find(GraphCall call, string id)
    {
        if (!ItemIds.IsWellFormed(id)) throw GraphFailure.MalformedId();
        var type = call.Preferences.Ids;
        foreach (var calendar in call.Account.Calendars)
        {
            if (calendar.Events.Find(e => Of(e, type) == id) is { } found) return (calendar, Occurrences.AsItStands(calendar, found));
            if (calendar.Events.Find(e => e.RecurrenceRule is not null && IsOf(e, id, type)) is { } series
                && Instance(calendar, series, id, type) is { } instance)
                return (calendar, instance);
        }
        throw GraphFailure.NotFound();
    }

    private static bool IsOf(WorldEvent series, string id, IdType type) =>
        id.StartsWith(Stem(Of(series, type)) + Mark, StringComparison.Ordinal)
        && id.EndsWith(End, StringComparison.Ordinal)
        && id.Length >= Stem(Of(series, type)).Length + Mark.Length + End.Length;

    private static Occurrence? Instance(WorldCalendar calendar, WorldEvent series, string id, IdType type)
    {
        var encoded = id[(Stem(Of(series, type)).Length + Mark.Length)..^End.Length];
        var bytes = new byte[9];
        if (encoded.Length != 11
            || !Convert.TryFromBase64String(encoded.Replace('-', '+').Replace('_', '/') + "=", bytes, out var length)
            || length != 8)
            return null;
        var seconds = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (seconds is < 0 or > 7_258_118_400) return null;
        var start = Instant.FromUnixTimeSeconds(seconds);
        return Occurrences.Expand(calendar, start - Duration.FromDays(1), start + Duration.FromDays(1))
            .FirstOrDefault(o => o.Series == series && Of(calendar, o, type) == id);
    }

    private static string Stem(string id) => id[..^4];
}
