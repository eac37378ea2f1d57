using System.Net;
using NodaTime;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Time;

namespace TokenVaultAgent.Tools.UserZones;

/// <summary>Where a provider tells which time zone a user lives in.</summary>
internal interface IZoneSource
{
    Provider Provider { get; }

    /// <summary>The zone; null where nothing tells that was granted.</summary>
    /// <exception cref="ProviderException">The provider refused or did not answer.</exception>
    Task<ToldZone?> AskAsync(ProviderToken token, CancellationToken cancellationToken);
}

/// <param name="Source">Set up by the user, or guessed from their events.</param>
internal sealed record ToldZone(DateTimeZone Zone, TimeZoneSource Source)
{
    private static readonly ToldZone Unknown = new(DateTimeZone.Utc, TimeZoneSource.DefaultUtc);

    /// <summary>What the user set up; null for a name that is no zone's.</summary>
    public static ToldZone? SetUp(string? name) => name is not null && Zones.Find(name) is { } zone ? new ToldZone(zone, TimeZoneSource.Calendar) : null;

    /// <summary>
    /// The zone is optional: when a provider does not tell it, the call itself may still succeed. A refused token is passed on, for the caller to exchange again.
    /// </summary>
    public static async Task<ToldZone?> IfToldAsync(Task<ToldZone?> asked)
    {
        try
        {
            return await asked.ConfigureAwait(false);
        }
        catch (ProviderException exception) when (exception.Status != HttpStatusCode.Unauthorized)
        {
            return null;
        }
    }

    /// <summary>A zone that was set up comes before one guessed from events; UTC where nobody tells.</summary>
    public static ToldZone Best(IEnumerable<ToldZone?> told) => told.OfType<ToldZone>().MinBy(zone => zone.Source) ?? Unknown;
}
