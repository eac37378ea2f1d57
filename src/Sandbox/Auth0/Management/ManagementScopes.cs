namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary>The scopes of the Management API that its endpoints here ask for.</summary>
internal static class ManagementScopes
{
    public static IReadOnlyList<string> All { get; } =
    [
        "read:clients", "create:clients", "update:clients", "delete:clients", "read:client_keys", "update:client_keys",
    ];
}
