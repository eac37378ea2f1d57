using System.Globalization;

namespace TokenVaultAgent.AgentServer.Pages;

/// <summary>Times as users read them. The server does not know their zone, so that a time ahead is told by its distance too.</summary>
internal static class Moment
{
    /// <summary>For example <c>26 Nov 2026, 20:05 UTC</c>.</summary>
    public static string At(long unixMilliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>For example <c>20:05 UTC (in 58 minutes)</c>.</summary>
    public static string Until(long unixMilliseconds, DateTimeOffset now)
    {
        var until = DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);
        return $"{until.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture)} ({Left(until - now)})";
    }

    private static string Left(TimeSpan left) => left switch
    {
        { TotalMinutes: < 1.5 } => "in a minute",
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"in {left.TotalMinutes:0} minutes"),
        { TotalHours: < 36 } => string.Create(CultureInfo.InvariantCulture, $"in {left.TotalHours:0} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"in {left.TotalDays:0} days"),
    };
}
