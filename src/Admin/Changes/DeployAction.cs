using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Management;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Changes;

/// <summary>Deploys an Action: from then on logins run it in this version. Auth0 must have built it first.</summary>
/// <param name="Code">As it is.</param>
internal sealed record DeployAction(string What, string Id, string Code) : Change(What)
{
    public override HttpMethod Method => HttpMethod.Post;

    public override string Path => $"{TenantState.Actions}/{Uri.EscapeDataString(Id)}/deploy";

    public override JsonNode Outcome => Code;

    public override Task PrepareAsync(ManagementClient management, CancellationToken cancellationToken) => management.WaitUntilBuiltAsync(Id, cancellationToken);

    public override void Become(TenantState tenant, JsonNode? answer) => DeployVersion.Deploy(tenant, Id, Code, answer);

    /// <summary>Goes back to the previous version; the first one simply stops running once it is no longer bound.</summary>
    public override Change? Back(TenantState before, JsonNode? answer) =>
        before.Find(TenantState.Actions, Id) is { } action && action["deployed_version"] is { } version && version["id"]?.ToString() is { } id
            ? new DeployVersion(TakeBack, Id, id, version["code"]?.ToString() ?? "")
            : null;

    public override JsonNode? Touched(TenantState tenant) => null;
}

/// <summary>Back to a version that was deployed before; the draft stays as it is.</summary>
/// <param name="Code">Of that version.</param>
internal sealed record DeployVersion(string What, string Id, string Version, string Code) : Change(What)
{
    public override HttpMethod Method => HttpMethod.Post;

    public override string Path => $"{TenantState.Actions}/{Uri.EscapeDataString(Id)}/versions/{Uri.EscapeDataString(Version)}/deploy";

    public override JsonNode Body => new JsonObject { ["update_draft"] = false };

    public override JsonNode Outcome => Code;

    public override void Become(TenantState tenant, JsonNode? answer) => Deploy(tenant, Id, Code, answer);

    public override JsonNode? Touched(TenantState tenant) => tenant.Find(TenantState.Actions, Id)?["deployed_version"]?["code"];

    /// <param name="answer">The version that was made by it, where it is known.</param>
    public static void Deploy(TenantState tenant, string id, string code, JsonNode? answer)
    {
        var action = tenant.Find(TenantState.Actions, id)!;
        action["all_changes_deployed"] = action["code"]!.ToString() == code;
        action["deployed_version"] = new JsonObject { ["id"] = answer?["id"]?.DeepClone(), ["code"] = code, ["deployed"] = true };
    }
}
