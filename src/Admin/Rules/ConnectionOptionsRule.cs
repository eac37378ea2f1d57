using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>A rule about the options of a connection, which only some credentials may read, and which no request of ours changes.</summary>
internal abstract class ConnectionOptionsRule : ConnectionRule
{
    protected sealed override Verdict Look(TenantState tenant, Wanted wanted, JsonObject connection) => connection["options"] is { } options
        ? Look(options, connection)
        : new Verdict(Outcome.Unknown, $"The options of {connection["name"]} cannot be read: it takes read:connections_options.", null);

    protected abstract Verdict Look(JsonNode options, JsonObject connection);

    /// <summary>At the provider, not Auth0's developer keys.</summary>
    protected static bool HasOwnKeys(JsonNode options) => options["client_id"]?.ToString() is { Length: > 0 };
}
