namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>A user of the tenant. Passwords are plain: they are printed for whoever tries the sandbox.</summary>
/// <param name="Sub">For example <c>auth0|6650f0c2a1b2c3d4e5f60001</c>.</param>
/// <param name="TotpSecret">Base32 secret of the enrolled authenticator app; null where none is enrolled.</param>
/// <param name="PhoneSecret">What opens the page of the phone that is enrolled for push notifications; null where none is.</param>
public sealed record TenantUser(string Sub, string Email, string Password, string Name, string? TotpSecret, string? PhoneSecret = null);
