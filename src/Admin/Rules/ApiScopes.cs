using System.Text.Json.Nodes;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ApiScopes : ApiRule
{
    private static readonly Dictionary<string, string> Descriptions = new(StringComparer.Ordinal)
    {
        [Scopes.CalendarRead] = "Read your calendars",
        [Scopes.MailRead] = "Read your mail",
        [Scopes.MailSend] = "Send mail that you approve",
    };

    public override string Id => "api-scopes";

    public override string Title => "The server's API has the scopes of its tools";

    public override string Why => "A scope that the API does not have is never in a token: the tools that need it answer insufficient_scope for ever.";

    public override string ByHand => "Applications > APIs > the API > Permissions: " + string.Join(", ", Scopes.All);

    public static JsonArray Described(IEnumerable<string> scopes) =>
        new([.. scopes.Select(scope => new JsonObject { ["value"] = scope, ["description"] = Descriptions[scope] })]);

    protected override Verdict Look(JsonObject api)
    {
        var there = (api["scopes"] as JsonArray ?? []).Select(scope => scope!["value"]!.ToString());
        var missing = Scopes.All.Except(there).ToList();
        if (missing.Count == 0)
            return Verdict.Good;
        // The list is replaced whole, and a scope that is left out disappears from every grant.
        var whole = (api["scopes"] as JsonArray ?? []).DeepClone().AsArray();
        foreach (var scope in Described(missing))
            whole.Add(scope!.DeepClone());
        return Verdict.Bad($"Missing: {string.Join(", ", missing)}.", Patch(api, $"Add {string.Join(", ", missing)}", new JsonObject { ["scopes"] = whole }));
    }
}
