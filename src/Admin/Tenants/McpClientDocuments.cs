using TokenVaultAgent.Admin.Failures;
namespace TokenVaultAgent.Admin.Tenants;

/// <summary>MCP clients that many people have, by the addresses of their metadata documents as their makers publish them.</summary>
internal static class McpClientDocuments
{
    public static IReadOnlyDictionary<string, Uri> Known { get; } = new Dictionary<string, Uri>(StringComparer.OrdinalIgnoreCase)
    {
        ["vscode"] = new("https://vscode.dev/oauth/client-metadata.json"),
        ["claude-code"] = new("https://claude.ai/oauth/claude-code-client-metadata"),
    };

    /// <param name="name">One of these, or an address.</param>
    /// <exception cref="AdminException">Neither.</exception>
    public static Uri Find(string name) =>
        Known.TryGetValue(name, out var known) ? known
        : Uri.TryCreate(name, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps ? address
        : throw new AdminException($"--client {name} is none of {string.Join(", ", Known.Keys)}, and no https address of a client's metadata document.");
}
