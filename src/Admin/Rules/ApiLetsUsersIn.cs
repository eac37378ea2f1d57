using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ApiLetsUsersIn : Rule
{
    public override string Id => "api-user-access";

    public override string Title => "Users may get tokens for the server's API";

    public override string Why => "Where the API's policy for user access denies it, or asks for a grant that the client has not got, logins end with \"Client is not authorized to access resource server\".";

    public override string ByHand => "Applications > APIs > the API > Application Access > User Access: allow, or per application, with a grant for each client";

    public override Uri Docs => new("https://auth0.com/docs/get-started/applications/application-access-to-apis-client-grants");

    public override Verdict Look(TenantState tenant, Wanted wanted) => tenant.Api(wanted.Audience) is not { } api
        ? Verdict.ComesLater
        : api["subject_type_authorization"]?["user"]?["policy"]?.ToString() switch
        {
            "deny_all" => Verdict.Bad("The policy is deny_all.", new ChangeItem(
                $"Let users get tokens ({wanted.Audience})", TenantState.Apis, api["id"]!.ToString(), new JsonObject { ["subject_type_authorization"] = Allowing(api) })),
            // Whom to let in is for the operator to decide.
            "require_client_grant" when WithoutGrant(tenant, wanted).ToList() is { Count: > 0 } clients =>
                Verdict.Doubtful($"Each application needs a grant, and {string.Join(", ", clients.Select(client => client["name"]))} {(clients.Count == 1 ? "has" : "have")} none."),
            _ => Verdict.Good,
        };

    /// <summary>The object is replaced whole: what else is in it goes back as it was.</summary>
    private static JsonObject Allowing(JsonObject api)
    {
        var whole = api["subject_type_authorization"]!.DeepClone().AsObject();
        whole["user"]!["policy"] = "allow_all";
        return whole;
    }

    private static IEnumerable<JsonObject> WithoutGrant(TenantState tenant, Wanted wanted)
    {
        var granted = tenant.All(TenantState.Grants)
            .Where(grant => grant["audience"]?.ToString() == wanted.Audience && grant["subject_type"]?.ToString() == "user")
            .Select(grant => grant["client_id"]?.ToString())
            .ToHashSet();
        return tenant.All(TenantState.Clients).Where(client => McpClientIsThere.IsMcpClient(client) && !granted.Contains(client["client_id"]!.ToString()));
    }
}
