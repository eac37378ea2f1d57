using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ConnectionHasOwnKeys : ConnectionRule
{
    public override string Id => "connection-keys";

    public override string Title => "The connections have credentials of your own at the provider";

    public override string Why => "With Auth0's developer keys no refresh token is stored: every exchange fails with federated_connection_refresh_token_not_found.";

    public override string ByHand => "Google Cloud console or Microsoft Entra admin centre: register an application; then Authentication > Social > the connection: Client ID and Client Secret";

    protected override Verdict Look(TenantState tenant, Wanted wanted, JsonObject connection) => connection["options"] switch
    {
        null => new Verdict(Outcome.Unknown, $"The options of {connection["name"]} cannot be read: it takes read:connections_options.", null),
        var options when options["client_id"]?.ToString() is { Length: > 0 } => Verdict.Good,
        _ => Verdict.Bad($"{connection["name"]} has none.", null),
    };
}
