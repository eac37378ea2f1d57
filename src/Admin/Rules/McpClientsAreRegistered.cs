using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class McpClientsAreRegistered : Rule
{
    public override string Id => "mcp-clients";

    public override string Title => "The MCP clients that --client names are registered";

    public override string Why => "Auth0 lets a client with a metadata document log users in once an administrator has imported the document.";

    public override string ByHand => "Applications > Applications > Create Application > Import from URL";

    public override Uri Docs => new("https://auth0.com/docs/get-started/applications/register-applications-with-cimd");

    public override Verdict Look(TenantState tenant, Wanted wanted)
    {
        var known = tenant.All(TenantState.Clients).Select(client => client["external_client_id"]?.ToString()).ToHashSet();
        if (wanted.McpClients.FirstOrDefault(document => !known.Contains(document.ToString())) is not { } missing)
            return Verdict.Good;
        return tenant.Document(TenantState.Settings)["client_id_metadata_document_supported"].Is(true)
            ? Verdict.Bad($"{missing} is not.", new RegisterClient($"Register {missing}", missing.ToString()))
            : Verdict.ComesLater;
    }
}
