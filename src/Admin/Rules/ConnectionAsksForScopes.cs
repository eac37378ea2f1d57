using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ConnectionAsksForScopes : ConnectionOptionsRule
{
    /// <summary>Beginnings of the options that stand for scopes: switches in the Dashboard.</summary>
    private static readonly Dictionary<string, string> Switches = new(StringComparer.Ordinal)
    {
        ["https://www.googleapis.com/auth/calendar"] = "calendar",
        ["https://www.googleapis.com/auth/gmail"] = "gmail",
        ["Calendars."] = "graph_calendars",
        ["Mail."] = "graph_emails",
    };

    public override string Id => "connection-scopes";

    public override string Title => "The connections ask the provider for what the tools need";

    public override string Why => "The server names the scopes itself when it connects an account. Where anything else connects one, the account gets these, and the user is asked once more at the first call.";

    public override string ByHand => "Authentication > Social > the connection > Permissions: " + string.Join(
        "; ", ((Provider[])[Provider.Google, Provider.Microsoft]).Select(provider => $"{provider}: {string.Join(", ", AskedOf(provider))}"));

    protected override Verdict Look(JsonNode options, JsonObject connection)
    {
        if (!HasOwnKeys(options))
            return Verdict.ComesLater;
        var asked = options["scope"].Texts().Concat(options["freeform_scopes"].Texts()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var switches = options.AsObject().Where(option => option.Value.Is(true)).Select(option => option.Key).ToList();
        var missing = AskedOf(connection["strategy"]?.ToString() == "google-oauth2" ? Provider.Google : Provider.Microsoft)
            .Where(scope => !asked.Contains(scope) && !switches.Exists(name => Switches.Any(one => scope.StartsWith(one.Key, StringComparison.Ordinal) && name.StartsWith(one.Value, StringComparison.Ordinal))))
            .ToList();
        return missing.Count == 0 ? Verdict.Good : Verdict.Doubtful($"{connection["name"]} does not name {string.Join(", ", missing)}.");
    }

    private static IEnumerable<string> AskedOf(Provider provider) => ProviderScopes.All.SelectMany(purpose => purpose.AskedOf(provider)).Distinct();
}
