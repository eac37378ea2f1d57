using TokenVaultAgent.Tools.Accounts;

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
                (token, callCancellation) => ToldZone.IfToldAsync(Of(access).AskAsync(token, callCancellation)), cancellation),
            cancellationToken).ConfigureAwait(false);
        return ToldZone.Best(read.Results.Select(r => r.Result));
    }

    private IZoneSource Of(AccountAccess access) => sources.Single(source => source.Provider == access.Account.Provider);
}
