using NodaTime;
using TimeZoneConverter;

namespace TokenVaultAgent.Tools.Time;

internal static class Zones
{
    private static readonly Dictionary<string, string> Ids =
        DateTimeZoneProviders.Tzdb.Ids.GroupBy(id => id, StringComparer.OrdinalIgnoreCase).ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The zone of an IANA name in any case, of a Windows name as Graph uses them, or one that is always so far from UTC, as <c>UTC+01:00</c>,
    /// <c>GMT+1</c> and <c>+01:00</c> are; null for none of them.
    /// </summary>
    public static DateTimeZone? Find(string name)
    {
        if (Ids.TryGetValue(name, out var id))
            return DateTimeZoneProviders.Tzdb[id];
        var offset = name.StartsWith("UTC", StringComparison.OrdinalIgnoreCase) || name.StartsWith("GMT", StringComparison.OrdinalIgnoreCase) ? name[3..] : name;
        if (Offsets.TryParse(offset, out var fromUtc))
            return DateTimeZone.ForOffset(fromUtc);
        return TZConvert.TryWindowsToIana(name, out var iana) ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(iana) : null;
    }
}
