using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Web;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Evals.Scenarios;

/// <summary>Reads scenarios and refuses what could not be run, by file and line, before anything runs.</summary>
internal sealed class ScenarioFiles(IReadOnlySet<string> tools)
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    private static readonly string[] Consents = ["grants", "refuses", "ignores"];
    private static readonly string[] Approvals = ["careful", "careless", "denies", "reports", "ignores"];
    private static readonly string[] Defences = ["policy", "approval-binding", "send-record", "subject", "decision", "untrusted-content"];
    private static readonly string[] Services = ["auth0", "google", "graph"];
    private static readonly Tenant SeededTenant = new();
    private static readonly HashSet<string> Accounts = SeededAccounts();

    /// <summary>JSON Schema of a scenario, for editors and other people's programs: <c>evals/scenario.schema.json</c>.</summary>
    public static string Schema()
    {
        var schema = (JsonObject)Json.GetJsonSchemaAsNode(typeof(Scenario), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        // The file's name is its id.
        ((JsonObject)schema["properties"]!).Remove("id");
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        return schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }

    /// <exception cref="ScenarioException">The first fault of the first faulty file.</exception>
    public IReadOnlyList<Scenario> ReadFolder(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(file => Read(Path.GetFileName(file), File.ReadAllText(file)))];

    /// <exception cref="ScenarioException">The first fault.</exception>
    public Scenario Read(string file, string text)
    {
        var document = YamlDocument.Parse(file, text);
        try
        {
            var scenario = document.Json.Deserialize<Scenario>(Json) ?? throw new ScenarioException(file, 1, "is empty.");
            if (Faults(scenario).FirstOrDefault() is { Path: not null } fault)
                throw new ScenarioException(file, document.LineOf(fault.Path), fault.Message);
            return scenario with { Id = Path.GetFileNameWithoutExtension(file) };
        }
        catch (JsonException exception)
        {
            throw new ScenarioException(file, document.LineOf(exception.Path), JsonWords.Of(exception));
        }
    }

    private IEnumerable<(string Path, string Message)> Faults(Scenario scenario)
    {
        if (SeededTenant.FindUser(scenario.User) is null)
            yield return ("$.user", $"{scenario.User} is no user of the tenant: {string.Join(", ", SeededTenant.Users.Select(u => u.Email))}.");
        if (scenario.Person.LinksReach is { } other && SeededTenant.FindUser(other) is null)
            yield return ("$.person.links_reach", $"{other} is no user of the tenant.");
        for (var i = 0; i < scenario.Plan.Count; i++)
            if (!tools.Contains(scenario.Plan[i].Call))
                yield return ($"$.plan[{i}].call", $"{scenario.Plan[i].Call} is no tool: {string.Join(", ", tools.Order(StringComparer.Ordinal))}.");
        foreach (var (path, account) in NamedAccounts(scenario))
            if (!Accounts.Contains(account))
                yield return (path, $"{account} is no account of the seed: {string.Join(", ", Accounts.Order(StringComparer.Ordinal))}.");
        if (!Consents.Contains(scenario.Person.Consent))
            yield return ("$.person.consent", $"must be one of {string.Join(", ", Consents)}.");
        if (!Approvals.Contains(scenario.Person.Approval))
            yield return ("$.person.approval", $"must be one of {string.Join(", ", Approvals)}.");
        var defences = scenario.Attack?.Defences ?? [];
        for (var i = 0; i < defences.Count; i++)
            if (!Defences.Contains(defences[i]))
                yield return ($"$.attack.defences[{i}]", $"must be one of {string.Join(", ", Defences)}.");
        for (var i = 0; i < scenario.Faults.Count; i++)
            if (!Services.Contains(scenario.Faults[i].Service))
                yield return ($"$.faults[{i}].service", $"must be one of {string.Join(", ", Services)}.");
    }

    private static IEnumerable<(string Path, string Account)> NamedAccounts(Scenario scenario) =>
    [
        .. scenario.World.Mail.Select((mail, i) => ($"$.world.mail[{i}].mailbox", mail.Mailbox)),
        .. scenario.World.Events.Select((one, i) => ($"$.world.events[{i}].calendar", one.Calendar)),
        .. scenario.World.Disconnected.Select((account, i) => ($"$.world.disconnected[{i}]", account)),
        .. scenario.Goal.Sent.Select((mail, i) => ($"$.goal.sent[{i}].from", mail.From)),
        .. (scenario.Goal.Connected ?? []).Select((account, i) => ($"$.goal.connected[{i}]", account)),
        .. scenario.Person.SignsInAs is { } account ? [("$.person.signs_in_as", account)] : Array.Empty<(string, string)>(),
    ];

    private static HashSet<string> SeededAccounts()
    {
        var world = new SandboxWorld(TimeProvider.System);
        Seed.Own.Fill(world);
        return world.Read(all => all.Select(a => a.Key).ToHashSet(StringComparer.Ordinal));
    }
}
