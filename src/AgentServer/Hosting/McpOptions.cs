using System.ComponentModel.DataAnnotations;

namespace TokenVaultAgent.AgentServer.Hosting;

/// <summary>The MCP endpoint as the world sees it.</summary>
internal sealed class McpOptions
{
    public const string Section = "Mcp";

    /// <summary>The scope that a refresh token is issued for (OpenID Connect Core section 11).</summary>
    public const string OfflineAccess = "offline_access";

    /// <summary>The endpoint's public URL, for example <c>https://agent.example.com/mcp</c>. It is the resource that tokens are for.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>
    /// What a client without a token is told to ask for. Empty: <c>calendar:read mail:read</c>. A scope that needs MFA in this list makes
    /// every login an MFA login: for clients that cannot ask for more later. <c>offline_access</c> keeps users of clients logged in that
    /// do not ask for it by themselves (the official TypeScript SDK before 2.0).
    /// </summary>
    public IList<string> InitialScopes { get; init; } = [];

    /// <summary>Origins of web pages that may call this server, besides its own.</summary>
    public IList<string> AllowedOrigins { get; init; } = [];

    /// <summary>The largest request body in bytes.</summary>
    [Range(16 * 1024, 64 * 1024 * 1024, ErrorMessage = "must be between 16384 and 67108864")]
    public long MaxRequestBytes { get; set; } = 1024 * 1024;
}
