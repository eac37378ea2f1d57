namespace TokenVaultAgent.Tools.Providers;

/// <summary>A short-lived provider access token that Token Vault returned. Prints as <c>[redacted]</c>; equal only to itself.</summary>
internal sealed class ProviderToken(string value, IReadOnlySet<string>? grantedScopes, DateTimeOffset expiresAt)
{
    /// <summary>The bearer token for the provider's API.</summary>
    public string Value { get; } = value;

    /// <summary>The scopes the user granted at the provider; null where Token Vault did not say.</summary>
    public IReadOnlySet<string>? GrantedScopes { get; } = grantedScopes;

    /// <summary>Whether the user granted all of these; true where Token Vault did not say.</summary>
    public bool Covers(IReadOnlyList<string> scopes) => ScopeImplications.Cover(GrantedScopes, scopes);

    /// <summary>When the provider stops accepting it.</summary>
    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public override string ToString() => "[redacted]";
}
