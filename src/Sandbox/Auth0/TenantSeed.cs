using System.Text.Json;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary><c>Auth0/Seed/tenant.json</c> as it stands in the file.</summary>
internal sealed record TenantSeed(
    TenantSettings Settings,
    IReadOnlyList<TenantUser> Users,
    IReadOnlyList<OAuthClient> Clients,
    IReadOnlyList<TenantConnection> Connections,
    IReadOnlyList<ConnectedAccountSeed> ConnectedAccounts)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static TenantSeed Load()
    {
        using var file = typeof(TenantSeed).Assembly.GetManifestResourceStream(
            typeof(TenantSeed).Assembly.GetManifestResourceNames().Single(name => name.EndsWith("tenant.json", StringComparison.Ordinal)))!;
        return JsonSerializer.Deserialize<TenantSeed>(file, Json)!;
    }
}

internal sealed record ConnectedAccountSeed(string UserSub, string Connection, string WorldKey, string Address, string ProviderSubject);
