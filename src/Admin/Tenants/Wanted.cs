using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Admin.Failures;
using TokenVaultAgent.AgentServer.Hosting;
using TokenVaultAgent.AgentServer.Pages;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Admin.Tenants;

/// <summary>What the server's own settings say of the tenant: the same file that the server reads.</summary>
internal sealed record Wanted
{
    private const string AllowEnrolment = "ALLOW_ENROLMENT";
    private const string ClaimNamespace = "CLAIM_NAMESPACE";

    /// <summary>All that <see cref="ActionSecrets"/> can have.</summary>
    public static readonly IReadOnlyList<string> ActionSecretNames = [AllowEnrolment, ClaimNamespace];

    public required Uri Issuer { get; init; }

    /// <summary>The identifier of the server's API.</summary>
    public required string Audience { get; init; }

    /// <summary>The identifier of the tenant's My Account API.</summary>
    public string MyAccount => new Uri(Issuer, "me/").ToString();

    /// <summary>Null where the settings name none yet.</summary>
    public string? ApiClientId { get; init; }

    public string? WebClientId { get; init; }

    /// <summary>Where the server's pages are.</summary>
    public required PageAddresses Pages { get; init; }

    /// <summary>Names, as the server's settings have them.</summary>
    public required IReadOnlyList<string> Connections { get; init; }

    /// <summary><c>StepUp:Channel</c> is <c>Ciba</c>.</summary>
    public required bool AsksOnPhone { get; init; }

    /// <summary>Metadata documents of MCP clients that are to be registered.</summary>
    public IReadOnlyList<Uri> McpClients { get; init; } = [];

    /// <summary>Secrets of the Actions that must agree with the server's settings; defaults need none.</summary>
    public required IReadOnlyDictionary<string, string> ActionSecrets { get; init; }

    /// <summary>Where Auth0 sends browsers back to.</summary>
    public IReadOnlyList<string> Callbacks => [new Uri(Pages.Root, Pages.SigninCallbackPath).ToString(), Pages.ConnectCallback.ToString()];

    public string SignedOut => new Uri(Pages.Root, "signed-out").ToString();

    /// <exception cref="AdminException">A setting is missing or cannot be; the message names the keys.</exception>
    public static Wanted Read(IConfiguration settings)
    {
        var (auth0, mcp, vault) = (new Auth0Options(), new McpOptions(), new VaultOptions());
        var stepUp = new StepUpOptions();
        try
        {
            settings.GetSection(Auth0Options.Section).Bind(auth0);
            settings.GetSection(McpOptions.Section).Bind(mcp);
            settings.GetSection(VaultOptions.Section).Bind(vault);
            settings.GetSection(StepUpOptions.Section).Bind(stepUp);
        }
        catch (InvalidOperationException exception)
        {
            throw new AdminException(exception.GetBaseException().Message);
        }

        string[] faults =
        [
            .. auth0.Issuer is { IsAbsoluteUri: true } ? [] : new[] { "Auth0:Issuer must be the tenant's issuer, for example https://example.eu.auth0.com/." },
            .. auth0.Audience.Length > 0 ? [] : new[] { "Auth0:Audience must be the identifier of the server's API, for example https://agent.example.com/mcp." },
            .. vault.Connections.Count > 0 && vault.Connections.All(c => c.Name.Length > 0) ? [] : new[] { "Vault:Connections must name the tenant's connections, for example google-oauth2 and windowslive." },
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
                Connections = [.. vault.Connections.Select(connection => connection.Name)],
                AsksOnPhone = stepUp.Channel == ApprovalChannel.Ciba,
                ActionSecrets = SecretsOf(stepUp),
                Pages = new PageAddresses(Options.Create(mcp), Options.Create(auth0)),
            };
    }

    private static Dictionary<string, string> SecretsOf(StepUpOptions stepUp)
    {
        var (standard, secrets) = (new StepUpOptions(), new Dictionary<string, string>(StringComparer.Ordinal));
        if (stepUp.AllowEnrolment != standard.AllowEnrolment)
            secrets[AllowEnrolment] = "false";
        if (stepUp.ClaimNamespace != standard.ClaimNamespace)
            secrets[ClaimNamespace] = stepUp.ClaimNamespace;
        return secrets;
    }

    /// <summary>The sample's placeholders name nothing.</summary>
    private static string? Named(string? id) => string.IsNullOrEmpty(id) || id.StartsWith("YOUR_", StringComparison.Ordinal) ? null : id;
}
