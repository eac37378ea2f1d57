using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class WebClientUrls() : ClientRule(ServerClient.Web)
{
    public override string Id => "web-client-urls";

    public override string Title => "The web application knows the server's addresses";

    public override string Why => "Auth0 sends browsers to registered addresses only: logins, connected accounts and logouts end at its error page.";

    public override string ByHand => "Applications > the application > Settings > Allowed Callback URLs, Allowed Logout URLs";

    public override Uri Docs => new("https://auth0.com/docs/get-started/applications/application-settings");

    protected override Verdict Look(JsonObject client, Wanted wanted)
    {
        var body = new JsonObject();
        var missing = Add(body, client, "callbacks", wanted.Callbacks).Concat(Add(body, client, "allowed_logout_urls", [wanted.SignedOut])).ToList();
        return missing.Count == 0
            ? Verdict.Good
            : Verdict.Bad($"Missing: {string.Join(", ", missing)}.", Patch(client, $"Add {string.Join(", ", missing)}", body));
    }

    private static List<string> Add(JsonObject body, JsonObject client, string member, IEnumerable<string> urls)
    {
        var missing = urls.Except(client[member].Texts()).ToList();
        if (missing.Count > 0)
            body[member] = client[member].With(missing);
        return missing;
    }
}
