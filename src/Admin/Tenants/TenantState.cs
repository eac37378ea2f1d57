using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Management;

namespace TokenVaultAgent.Admin.Tenants;

/// <summary>
/// The tenant's documents as they were read. A change can be put into it without being sent: that is how a plan knows what comes after what,
/// in a tenant where nothing is yet.
/// </summary>
internal sealed class TenantState
{
    /// <summary>Stands for an id that Auth0 will give.</summary>
    public const string NotYet = "(known after apply)";

    public const string Clients = "clients";

    private readonly Dictionary<string, List<JsonObject>> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _unreadable = new(StringComparer.Ordinal);

    /// <param name="progress">Told each path before it is read.</param>
    /// <exception cref="AdminException">No answer, or a refusal that is not for want of a scope.</exception>
    public static async Task<TenantState> ReadAsync(ManagementClient management, Action<string> progress, CancellationToken cancellationToken)
    {
        var state = new TenantState();
        foreach (var collection in (string[])[Clients])
        {
            progress(collection);
            try
            {
                state._lists[collection] = [.. await management.ListAsync(collection, cancellationToken)];
            }
            catch (LacksScopeException exception)
            {
                state._unreadable[collection] = exception.Message;
            }
        }

        return state;
    }

    /// <summary>To be changed as a plan changes it, with this one left as it is.</summary>
    public TenantState Copy()
    {
        var copy = new TenantState();
        foreach (var (collection, list) in _lists)
            copy._lists[collection] = [.. list];
        foreach (var (collection, why) in _unreadable)
            copy._unreadable[collection] = why;
        return copy;
    }

    /// <exception cref="UnreadableException">The credentials may not read them.</exception>
    public IReadOnlyList<JsonObject> All(string collection) =>
        _lists.TryGetValue(collection, out var list) ? list : throw new UnreadableException(collection, _unreadable[collection]);

    /// <param name="answer">What the tenant answered; null where the change was not sent.</param>
    public void Put(Change change, JsonNode? answer)
    {
        var list = _lists[change.Collection];
        var at = list.FindIndex(document => change.Id is not null && IdOf(change.Collection, document) == change.Id);
        var document = answer as JsonObject ?? Merged(at < 0 ? [] : list[at], change);
        if (at < 0)
            list.Add(document);
        else
            list[at] = document;
    }

    private static JsonObject Merged(JsonObject before, Change change)
    {
        var after = before.DeepClone().AsObject();
        foreach (var (name, value) in change.Body.AsObject())
            after[name] = value?.DeepClone();
        if (change.Id is null)
            after[IdName(change.Collection)] = NotYet;
        return after;
    }

    private static string? IdOf(string collection, JsonObject document) => document[IdName(collection)]?.ToString();

    private static string IdName(string collection) => collection == Clients ? "client_id" : "id";
}

/// <summary>A rule needs what the credentials may not read.</summary>
internal sealed class UnreadableException(string collection, string why) : Exception($"{collection} cannot be read: {why}");
