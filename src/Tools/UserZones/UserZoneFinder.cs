using System.Net;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.UserZones;

/// <summary>The zone in which a user means a day, where the call names none: one rule for calendars and mail.</summary>
internal sealed class UserZoneFinder(IEnumerable<IZoneSource> sources)
{
    /// <summary>The best that the accounts tell; an account that does not answer tells nothing.</summary>
    /// <exception cref="Failures.ToolFailureException">There is no token for any of them.</exception>
    public async Task<ToldZone> FindAsync(AccountSelection selection, CancellationToken cancellationToken)
    {
        var read = await selection.ReadAllAsync(
            (access, cancellation) => access.CallAsync(
                (token, callCancellation) => AskAsync(access.Account.Provider, token, callCancellation), cancellation),
            cancellationToken).ConfigureAwait(false);
        return ToldZone.Best(read.Results.Select(r => r.Result));
    }

    /// <summary>To know the zone is no condition: what the call is for may be answered all the same.</summary>
    private async Task<ToldZone?> AskAsync(Provider provider, ProviderToken token, CancellationToken cancellationToken)
    {
        try
        {
            return await sources.Single(source => source.Provider == provider).AskAsync(token, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (exception.Status != HttpStatusCode.Unauthorized)
        {
            return null;
        }
    }
}
