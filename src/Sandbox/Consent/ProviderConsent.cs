using TokenVaultAgent.Sandbox.Web;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Consent;

/// <summary>How a provider asks its user for consent.</summary>
/// <param name="IsGranular">
/// Google lets the user tick each permission (developers.google.com/identity/protocols/oauth2/resources/granular-permissions);
/// Microsoft's prompt is all or nothing (learn.microsoft.com/entra/identity-platform/application-consent-experience).
/// </param>
internal sealed record ProviderConsent(
    ProviderKind Provider, string Name, string AuthorizePath, bool IsGranular, Func<ISandboxAddresses, Uri> Address)
{
    public static readonly ProviderConsent Google = new(ProviderKind.Google, "Google", "/o/oauth2/v2/auth", true, addresses => addresses.GoogleUrl);

    public static readonly ProviderConsent Microsoft =
        new(ProviderKind.Microsoft, "Microsoft", "/common/oauth2/v2.0/authorize", false, addresses => addresses.GraphUrl);

    private static readonly string[] SignInScopes = ["openid", "email", "profile", "offline_access"];

    /// <param name="strategy">Of the Auth0 connection.</param>
    public static ProviderConsent Of(string strategy) => strategy == "google-oauth2" ? Google : Microsoft;

    /// <summary>Signing in itself is not a choice: only what goes beyond it is.</summary>
    public static bool IsChoice(string scope) => !SignInScopes.Contains(scope);
}
