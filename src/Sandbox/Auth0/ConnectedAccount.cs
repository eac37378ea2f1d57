using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>A provider account in a user's Token Vault: what the Connected Accounts flow leaves behind.</summary>
public sealed record ConnectedAccount
{
    /// <summary><c>cac_…</c></summary>
    public required string Id { get; init; }

    public required string UserSub { get; init; }

    public required string Connection { get; init; }

    /// <summary>The provider account in the world, by key.</summary>
    public required string WorldKey { get; init; }

    public required string Address { get; init; }

    public required string ProviderSubject { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public DateTimeOffset CreatedAt { get; init; } = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    /// <summary>False once the provider no longer takes the stored refresh token.</summary>
    public bool RefreshTokenIsValid { get; init; } = true;

    /// <summary>The provider token of the last exchange, returned again while it is good.</summary>
    internal (string Token, ProviderGrant Grant)? Stored { get; set; }
}

/// <summary>A social or enterprise connection.</summary>
/// <param name="ConnectedAccountsActive">Its purpose includes Connected Accounts for Token Vault.</param>
/// <param name="EnabledClients">Client ids.</param>
public sealed record TenantConnection(string Name, string Strategy, bool ConnectedAccountsActive, IReadOnlyList<string> EnabledClients)
{
    public string Id { get; init; } = Tenant.NewId("con_");

    public string? DisplayName { get; init; }

    /// <summary>Users log in with it.</summary>
    public bool AuthenticationActive { get; init; } = true;

    /// <summary>Third-party clients may log users in with it.</summary>
    public bool IsDomainConnection { get; init; }

    /// <summary>The strategy's own: credentials at the provider, scopes. Without <c>client_id</c> they are Auth0's developer keys.</summary>
    public JsonObject Options { get; init; } = new() { ["client_id"] = "of-the-operator", ["client_secret"] = "secret-of-the-operator-at-the-provider", ["offline_access"] = true };

    /// <summary>Members of its <c>connected_accounts</c> that the sandbox keeps but does not use.</summary>
    public JsonObject ConnectedAccountsExtra { get; init; } = [];

    /// <summary>Its other members at the Management API, which the sandbox keeps but does not use.</summary>
    public JsonObject Extra { get; init; } = [];

    /// <summary>The scopes it asks its provider for by default.</summary>
    public IReadOnlyList<string> Scopes => [.. (Options["scope"] as JsonArray ?? []).Select(scope => scope!.ToString())];

    /// <summary>With developer keys no refresh token is stored.</summary>
    public bool HasOwnKeys => Options["client_id"]?.ToString() is { Length: > 0 };
}
