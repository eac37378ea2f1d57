using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Failures;
using TokenVaultAgent.Admin.Management;

namespace TokenVaultAgent.Admin.Tenants;

/// <summary>
/// The tenant's documents as they were read. A change can be applied to them without being sent: that is how a plan can order the steps for an empty tenant.
/// </summary>
internal sealed class TenantState
{
    public const string Clients = "clients";
    public const string Apis = "resource-servers";
    public const string Grants = "client-grants";
    public const string Connections = "connections";
    public const string Actions = "actions/actions";
    public const string Bindings = "actions/triggers/post-login/bindings";
    public const string Settings = "tenants/settings";
    public const string MfaPolicies = "guardian/policies";
    public const string Factors = "guardian/factors";

    /// <summary>The issuer's own, which needs no credentials.</summary>
    public const string Discovery = ".well-known/openid-configuration";

    private static readonly string[] Paged = [Clients, Apis, Grants, Connections];
    private static readonly string[] Whole = [Settings, MfaPolicies, Factors, Bindings];

    /// <summary>By path: a list's items in an array, or the one document.</summary>
    private readonly Dictionary<string, JsonNode> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _unreadable = new(StringComparer.Ordinal);

    /// <param name="progress">Told each path before it is read.</param>
    /// <exception cref="AdminException">No answer, or a refusal that is not for want of a scope.</exception>
    public static async Task<TenantState> ReadAsync(ManagementClient management, Wanted wanted, Action<string> progress, CancellationToken cancellationToken)
    {
        var state = new TenantState();
        foreach (var path in Paged.Concat(Whole))
            await state.ReadAsync(path, progress, async () => Paged.Contains(path)
                ? new JsonArray([.. await management.ListAsync(path, cancellationToken)])
                : await management.SendAsync(HttpMethod.Get, path, null, cancellationToken));
        await state.ReadAsync(Discovery, progress, async () => await management.DiscoverAsync(new Uri(wanted.Issuer, Discovery), cancellationToken));
        await state.ReadAsync(Actions, progress, async () => new JsonArray([.. await management.ListAsync(Actions, cancellationToken, "actions")]));
        foreach (var connection in state._documents.ContainsKey(Connections) ? wanted.Connections.Select(state.Connection).OfType<JsonObject>() : [])
            await state.ReadAsync(ClientsOf(connection), progress, async () => await ClientsAsync(management, ClientsOf(connection), cancellationToken));
        return state;
    }

    private async Task ReadAsync(string path, Action<string> progress, Func<Task<JsonNode?>> read)
    {
        progress(path);
        try
        {
            _documents[path] = await read() ?? throw new AdminException($"GET {path} was answered with nothing.");
        }
        catch (LacksScopeException exception)
        {
            _unreadable[path] = exception.Message;
        }
    }

    /// <summary>This list goes from checkpoint to checkpoint.</summary>
    private static async Task<JsonNode?> ClientsAsync(ManagementClient management, string path, CancellationToken cancellationToken)
    {
        var all = new JsonArray();
        string? next = null;
        do
        {
            var page = await management.SendAsync(HttpMethod.Get, $"{path}?take=100{(next is null ? "" : $"&from={Uri.EscapeDataString(next)}")}", null, cancellationToken);
            foreach (var client in page!["clients"] as JsonArray ?? throw new AdminException($"GET {path} was answered with something that is no list of clients."))
                all.Add(client!.DeepClone());
            next = page["next"]?.ToString();
        }
        while (next is not null);
        return all;
    }

    /// <summary>By the path of the applications that a connection is enabled for.</summary>
    public static string ClientsOf(JsonObject connection) => $"{Connections}/{connection["id"]}/clients";

    /// <summary>Null where there is none of that name.</summary>
    public JsonObject? Action(string name) => All(Actions).FirstOrDefault(action => action["name"]?.ToString() == name);

    /// <summary>Null where there is none of that name.</summary>
    public JsonObject? Connection(string name) => All(Connections).FirstOrDefault(connection => connection["name"]?.ToString() == name);

    /// <summary>Of the documents that were read.</summary>
    public IEnumerable<string> Paths => _documents.Keys;

    /// <summary>What the credentials may not read, by path, with Auth0's words.</summary>
    public IReadOnlyDictionary<string, string> Unreadable => _unreadable;

    /// <summary>A copy for a plan to change; this one stays as it is.</summary>
    public TenantState Copy()
    {
        var copy = new TenantState();
        foreach (var (path, document) in _documents)
            copy._documents[path] = document.DeepClone();
        foreach (var (path, why) in _unreadable)
            copy._unreadable[path] = why;
        return copy;
    }

    /// <summary>The items of a list.</summary>
    /// <exception cref="UnreadableException">The credentials may not read them.</exception>
    public IEnumerable<JsonObject> All(string path) => Document(path).AsArray().Select(item => item!.AsObject());

    /// <exception cref="UnreadableException">The credentials may not read it.</exception>
    public JsonNode Document(string path) => _documents.TryGetValue(path, out var document) ? document : throw new UnreadableException(path, _unreadable[path]);

    /// <summary>A list itself, to be changed.</summary>
    /// <exception cref="UnreadableException">The credentials may not read it.</exception>
    public JsonArray List(string path) => Document(path).AsArray();

    /// <summary>An item of a list; null where there is none of that id.</summary>
    /// <exception cref="UnreadableException">The credentials may not read it.</exception>
    public JsonObject? Find(string path, string id) => All(path).FirstOrDefault(item => item[IdName(path)]?.ToString() == id);

    public void Replace(string path, JsonNode document) => _documents[path] = document;

    /// <summary>The member that an item of the list is known by.</summary>
    public static string IdName(string path) => path switch
    {
        Clients => "client_id",
        _ when path.StartsWith(Connections + "/", StringComparison.Ordinal) => "client_id",
        Factors => "name",
        _ => "id",
    };
}

/// <summary>A rule needs what the credentials may not read.</summary>
internal sealed class UnreadableException(string path, string why) : Exception($"{path} cannot be read: {why}");
