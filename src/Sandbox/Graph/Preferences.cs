using NodaTime;
using TimeZoneConverter;

namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>What the <c>Prefer</c> header asks for (RFC 7240; learn.microsoft.com/graph/api/resources/calendar).</summary>
internal sealed class Preferences
{
    private readonly List<string> _applied = [];

    public Preferences(HttpRequest request)
    {
        foreach (var (name, value) in request.Headers["Prefer"].OfType<string>().SelectMany(Split).Select(Part))
        {
            if (Is(name, "IdType") && Is(value, "ImmutableId"))
                Ids = IdType.Immutable;
            else if (Is(name, "outlook.body-content-type") && (Is(value, "text") || Is(value, "html")))
                (BodyAsText, _) = (Is(value, "text"), Applied($"outlook.body-content-type=\"{value.ToLowerInvariant()}\""));
            else if (Is(name, "outlook.timezone"))
                (TimeZone, ZoneName, _) = (Find(value) ?? throw GraphFailure.UnknownZone(value), value, Applied($"outlook.timezone=\"{value}\""));
            else if (Is(name, "outlook.allow-unsafe-html"))
                AllowsUnsafeHtml = true;
        }
    }

    public IdType Ids { get; }

    public bool BodyAsText { get; }

    public bool AllowsUnsafeHtml { get; }

    public DateTimeZone TimeZone { get; } = DateTimeZone.Utc;

    /// <summary>The zone's name as the caller wrote it, Windows or IANA.</summary>
    public string ZoneName { get; } = "UTC";

    /// <summary>For <c>Preference-Applied</c>.</summary>
    public IReadOnlyList<string> InEffect => _applied;

    /// <summary>A zone by its Windows or IANA name, or null.</summary>
    public static DateTimeZone? Find(string name)
    {
        if (TZConvert.TryWindowsToIana(name, out var iana)) name = iana;
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);
    }

    private bool Applied(string preference)
    {
        _applied.Add(preference);
        return true;
    }

    private static IEnumerable<string> Split(string header)
    {
        var quoted = false;
        var start = 0;
        for (var i = 0; i <= header.Length; i++)
        {
            if (i < header.Length && header[i] == '"') quoted = !quoted;
            if (i < header.Length && (quoted || header[i] is not (',' or ';'))) continue;
            yield return header[start..i].Trim();
            start = i + 1;
        }
    }

    private static (string Name, string Value) Part(string preference) => preference.Split('=', 2) switch
    {
        [var name, var value] => (name.Trim(), value.Trim().Trim('"')),
        _ => (preference, ""),
    };

    private static bool Is(string text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);
}
