using System.Text.Json.Nodes;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ConnectionHasOwnKeys : ConnectionOptionsRule
{
    public override string Id => "connection-keys";

    public override string Title => "The connections have credentials of your own at the provider";

    public override string Why => "With Auth0's developer keys no refresh token is stored: every exchange fails with federated_connection_refresh_token_not_found.";

    public override string ByHand => "Google Cloud console or Microsoft Entra admin centre: register an application with the redirect URI https://YOUR-TENANT/login/callback and the scopes of connection-scopes; then Authentication > Social > the connection: Client ID and Client Secret";

    protected override Verdict Look(JsonNode options, JsonObject connection) => HasOwnKeys(options) ? Verdict.Good : Verdict.Bad($"{connection["name"]} has none.", null);
}
