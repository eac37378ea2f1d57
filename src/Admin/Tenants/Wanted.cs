using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TokenVaultAgent.AgentServer.Connections;
using TokenVaultAgent.AgentServer.Mcp;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Admin.Tenants;

/// <summary>What the server's own settings say of the tenant: the same file that the server reads.</summary>
internal sealed record Wanted
{
    public required Uri Issuer { get; init; }

    /// <summary>The identifier of the server's API.</summary>
    public required string Audience { get; init; }

    /// <summary>Null where the settings name none yet.</summary>
    public string? ApiClientId { get; init; }

    public string? WebClientId { get; init; }

    /// <summary>Where the server's pages are.</summary>
    public required PageAddresses Pages { get; init; }

    /// <exception cref="AdminException">A setting is missing or cannot be; the message names the keys.</exception>
    public static Wanted Read(IConfiguration settings)
    {
        var (auth0, mcp) = (new Auth0Options(), new McpOptions());
        try
        {
            settings.GetSection(Auth0Options.Section).Bind(auth0);
            settings.GetSection(McpOptions.Section).Bind(mcp);
        }
        catch (InvalidOperationException exception)
        {
            throw new AdminException(exception.GetBaseException().Message);
        }

        string[] faults =
        [
            .. auth0.Issuer is { IsAbsoluteUri: true } ? [] : new[] { "Auth0:Issuer must be the tenant's issuer, for example https://example.eu.auth0.com/." },
            .. auth0.Audience.Length > 0 ? [] : new[] { "Auth0:Audience must be the identifier of the server's API, for example https://agent.example.com/mcp." },
            .. mcp.PublicUrl is { IsAbsoluteUri: true } ? [] : new[] { "Mcp:PublicUrl must be the server's public URL, for example https://agent.example.com/mcp." },
        ];
        return faults.Length > 0
            ? throw new AdminException(string.Join(Environment.NewLine, faults))
            : new Wanted
            {
                Issuer = auth0.Issuer!,
                Audience = auth0.Audience,
                ApiClientId = Named(auth0.ClientId),
                WebClientId = Named(auth0.WebClient?.ClientId),
                Pages = new PageAddresses(Options.Create(mcp), Options.Create(auth0)),
            };
    }

    /// <summary>The sample's placeholders name nothing.</summary>
    private static string? Named(string? id) => string.IsNullOrEmpty(id) || id.StartsWith("YOUR_", StringComparison.Ordinal) ? null : id;
}
