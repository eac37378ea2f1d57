using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ThirdPartiesCanLogIn : Rule
{
    public override string Id => "third-party-connections";

    public override string Title => "Third-party MCP clients have a connection to log users in with";

    public override string Why => "They may use connections of the domain level alone: their logins end with \"no connections enabled for the client\".";

    public override string ByHand => "Authentication > Database (or Social, Enterprise) > the connection that users log in with > Promote Connection to Domain Level";

    public override Uri Docs => new("https://auth0.com/docs/get-started/applications/third-party-applications");

    public override Verdict Look(TenantState tenant, Wanted wanted)
    {
        var logins = tenant.All(TenantState.Connections).Where(connection => !connection["authentication"]?["active"].Is(false) ?? true).ToList();
        if (logins.Exists(connection => connection["is_domain_connection"].Is(true)))
            return Verdict.Good;
        // Which one is the operator's to say, unless the tenant has users of its own: these log in with its database.
        var databases = logins.Where(connection => connection["strategy"]?.ToString() == "auth0").ToList();
        return Verdict.Bad(
            logins.Count == 0 ? "No connection is for logins." : $"None of {string.Join(", ", logins.Select(connection => connection["name"]))} is of the domain level.",
            databases.Count == 1 ? ConnectionRule.Patch(databases[0], "Let third-party clients log in with it", new JsonObject { ["is_domain_connection"] = true }) : null);
    }
}
