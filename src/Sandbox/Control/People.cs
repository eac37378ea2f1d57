using OtpNet;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Control;

/// <summary>The tenant's users as whoever plays them needs to know them.</summary>
internal static class People
{
    public static IReadOnlyList<PersonState> Of(Tenant tenant, ISandboxAddresses addresses, TimeProvider clock) =>
        [.. tenant.Users.Select(user => Of(user, tenant, addresses, clock))];

    private static PersonState Of(TenantUser user, Tenant tenant, ISandboxAddresses addresses, TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var app = user.TotpSecret is null ? null : new Totp(Base32Encoding.ToBytes(user.TotpSecret));
        return new PersonState(
            user.Sub,
            user.Email,
            user.Name,
            user.Password,
            [.. tenant.ConnectedAccountsOf(user.Sub).Select(a => new ConnectedState(a.Id, a.Connection, a.Address, a.WorldKey, a.RefreshTokenIsValid, a.Scopes))],
            app?.ComputeTotp(now),
            app?.RemainingSeconds(now),
            user.PhoneSecret is null ? null : new Uri(addresses.Auth0Url, $"phone/{Uri.EscapeDataString(user.PhoneSecret)}"));
    }
}

/// <param name="OneTimeCode">What the authenticator app shows now; null where none is enrolled.</param>
/// <param name="Phone">The page of the phone; null where none is enrolled.</param>
internal sealed record PersonState(
    string Sub, string Email, string Name, string Password, IReadOnlyList<ConnectedState> ConnectedAccounts,
    string? OneTimeCode = null, int? CodeSecondsLeft = null, Uri? Phone = null);

/// <param name="Account">The key of the account in the world.</param>
internal sealed record ConnectedState(string Id, string Connection, string Address, string Account, bool RefreshTokenIsValid, IReadOnlyList<string> Scopes);
