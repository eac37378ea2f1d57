using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class McpClientIsThere : Rule
{
    public override string Id => "mcp-client";

    public override string Title => "An MCP client can log users in";

    public override string Why => "Agents call the server with access tokens that their client has from a login: a single-page or native application with the Authorization Code grant, or one known by its metadata document.";

    public override string ByHand => "By this program: tokenvault tenant apply --client vscode; or Applications > Applications > Create Application > Native, with the client's callback";

    public override Uri Docs => new("https://auth0.com/docs/get-started/applications/register-applications-with-cimd");

    public override Verdict Look(TenantState tenant, Wanted wanted)
    {
        if (tenant.Document(TenantState.Settings)["flags"]?["enable_dynamic_client_registration"].Is(true) is true || tenant.All(TenantState.Clients).Any(IsMcpClient))
            return Verdict.Good;
        return wanted.McpClients.Count > 0 ? Verdict.ComesLater : Verdict.Bad("There is none, and none may register itself.", null);
    }

    /// <summary>One that agents use.</summary>
    public static bool IsMcpClient(JsonObject client) =>
        (client["external_client_id"] is not null || client["app_type"]?.ToString() is "native" or "spa") && client["grant_types"].Texts().Contains("authorization_code");
}
