using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Failures;
using TokenVaultAgent.Admin.Management;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Changes;

/// <summary>An MCP client becomes known by its metadata document (CIMD), which Auth0 fetches.</summary>
/// <param name="Document">Its address.</param>
internal sealed record RegisterClient(string What, string Document) : Change(What)
{
    public override HttpMethod Method => HttpMethod.Post;

    public override string Path => $"{TenantState.Clients}/cimd/register";

    public override JsonNode Body => new JsonObject { ["external_client_id"] = Document };

    public override JsonNode? Outcome => null;

    /// <summary>Auth0 validates the document first, and says what is wrong with it.</summary>
    public override async Task PrepareAsync(ManagementClient management, CancellationToken cancellationToken)
    {
        var preview = await management.SendAsync(HttpMethod.Post, $"{TenantState.Clients}/cimd/preview", Body, cancellationToken);
        if (preview?["validation"]?["valid"].Is(true) is not true)
            throw new AdminException($"Auth0 does not take {Document}: {string.Join(" ", preview?["errors"].Texts().Concat(preview["validation"]?["violations"].Texts() ?? []) ?? [])}");
    }

    public override void Become(TenantState tenant, JsonNode? answer) => tenant.List(TenantState.Clients).Add(
        new JsonObject { ["client_id"] = answer?["client_id"]?.ToString() ?? NotKnownYet, ["external_client_id"] = Document, ["is_first_party"] = false }
            .After([], answer?["mapped_fields"]));

    public override Change Back(TenantState before, JsonNode? answer) => new DeleteItem(TakeBack, TenantState.Clients, answer?["client_id"]?.ToString());

    public override JsonNode? Touched(TenantState tenant) => null;
}
