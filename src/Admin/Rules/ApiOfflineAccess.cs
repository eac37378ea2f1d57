using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ApiOfflineAccess : ApiRule
{
    public override string Id => "api-offline-access";

    public override string Title => "The server's API allows refresh tokens";

    public override string Why => "Without them a chat client's user logs in anew each time that an access token ends.";

    public override string ByHand => "Applications > APIs > the API > Settings > Allow Offline Access";

    protected override Verdict Look(JsonObject api) => api["allow_offline_access"].Is(true)
        ? Verdict.Good
        : Verdict.Bad("allow_offline_access is false.", Patch(api, "Allow refresh tokens", new JsonObject { ["allow_offline_access"] = true }));
}
