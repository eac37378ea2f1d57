using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ConnectionKeepsAccess : ConnectionRule
{
    public override string Id => "connection-offline-access";

    public override string Title => "The connections ask the provider for lasting access";

    public override string Why => "Without offline access the provider gives no refresh token: an account works for an hour, then has to be connected again.";

    public override string ByHand => "Authentication > Social > the connection > Permissions: Offline Access";

    protected override Verdict Look(TenantState tenant, Wanted wanted, JsonObject connection) => connection["options"] switch
    {
        null => new Verdict(Outcome.Unknown, $"The options of {connection["name"]} cannot be read: it takes read:connections_options.", null),
        // Keys of one's own come first.
        var options when options["client_id"]?.ToString() is not { Length: > 0 } => Verdict.ComesLater,
        // Microsoft's is a scope, Google's a switch.
        var options when options["offline_access"].Is(true) || options["scope"].Texts().Contains("offline_access") => Verdict.Good,
        // Options are replaced whole, with the operator's keys in them: no request of ours has them.
        _ => Verdict.Bad($"{connection["name"]} does not.", null),
    };
}
