namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary>The scopes of the Management API that its endpoints here ask for.</summary>
internal static class ManagementScopes
{
    public static IReadOnlyList<string> All { get; } =
    [
        "read:clients", "create:clients", "update:clients", "delete:clients", "read:client_keys", "update:client_keys",
        "read:resource_servers", "create:resource_servers", "update:resource_servers", "delete:resource_servers",
        "read:client_grants", "create:client_grants", "update:client_grants", "delete:client_grants",
        "read:tenant_settings", "update:tenant_settings",
        "read:connections", "update:connections", "read:connections_options", "update:connections_options",
        "read:actions", "create:actions", "delete:actions", "update:actions",
        "read:mfa_policies", "update:mfa_policies", "read:guardian_factors", "update:guardian_factors",
    ];
}
