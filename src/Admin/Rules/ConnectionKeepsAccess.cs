using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ConnectionKeepsAccess : ConnectionOptionsRule
{
    public override string Id => "connection-offline-access";

    public override string Title => "The connections ask the provider for lasting access";

    public override string Why => "Without offline access the provider gives no refresh token: an account works for an hour, then has to be connected again.";

    public override string ByHand => "Authentication > Social > the connection > Permissions: Offline Access";

    protected override Verdict Look(JsonNode options, JsonObject connection)
    {
        if (!HasOwnKeys(options))
            return Verdict.ComesLater;
        // Microsoft's is a scope, Google's a switch.
        return options["offline_access"].Is(true) || options["scope"].Texts().Contains("offline_access") ? Verdict.Good : Verdict.Bad($"{connection["name"]} does not.", null);
    }
}
