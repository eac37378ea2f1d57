using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Authentication;
using TokenVaultAgent.AgentServer.Hosting;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Authentication;

/// <summary>RFC 9728: tells a client which tenant issues tokens for this server, and which scopes to begin with.</summary>
internal static class ProtectedResourceMetadataEndpoint
{
    private const string WellKnown = "/.well-known/oauth-protected-resource";

    public static void MapProtectedResourceMetadata(this WebApplication app)
    {
        var mcp = app.Services.GetRequiredService<IOptions<McpOptions>>().Value;
        var auth0 = app.Services.GetRequiredService<IOptions<Auth0Options>>().Value;
        var metadata = new ProtectedResourceMetadata
        {
            Resource = mcp.PublicUrl!.OriginalString,
            ResourceName = "Token Vault Agent",
            AuthorizationServers = { auth0.Issuer!.OriginalString },
            ScopesSupported = [.. mcp.InitialScopes],
            BearerMethodsSupported = ["header"],
        };
        // The SDK's options leave nulls out: a member without a value must be absent (RFC 9728 section 3.2), and clients that check the
        // document against a schema reject all of it otherwise.
        var document = TypedResults.Json(metadata, McpJsonUtilities.DefaultOptions);
        // Some clients ask at the root form only.
        app.MapGet(WellKnown, () => document).AllowAnonymous();
        app.MapGet(WellKnown + mcp.PublicUrl.AbsolutePath, () => document).AllowAnonymous();
    }
}
