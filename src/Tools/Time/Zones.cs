using NodaTime;
using TimeZoneConverter;

namespace TokenVaultAgent.Tools.Time;

internal static class Zones
{
    /// <summary>The zone of an IANA name, or of a Windows name as Graph uses them; null for neither.</summary>
    public static DateTimeZone? Find(string name) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(name)
        ?? (TZConvert.TryWindowsToIana(name, out var iana) ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(iana) : null);
}
