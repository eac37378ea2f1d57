using System.ComponentModel.DataAnnotations;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>The MCP endpoint as the world sees it.</summary>
internal sealed class McpOptions
{
    public const string Section = "Mcp";

    /// <summary>The endpoint's public URL, for example <c>https://agent.example.com/mcp</c>. It is the resource that tokens are for.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>
    /// What a client without a token is told to ask for. Reads only: a scope that needs MFA in this list would make every login an
    /// MFA login. Empty: <c>calendar:read mail:read</c>.
    /// </summary>
    public IList<string> InitialScopes { get; init; } = [];

    /// <summary>Origins of web pages that may call this server, besides its own.</summary>
    public IList<string> AllowedOrigins { get; init; } = [];

    /// <summary>The largest request body in bytes.</summary>
    [Range(16 * 1024, 64 * 1024 * 1024, ErrorMessage = "must be between 16384 and 67108864")]
    public long MaxRequestBytes { get; set; } = 1024 * 1024;
}
