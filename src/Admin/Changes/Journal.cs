using System.Text.Json;
using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Failures;
using TokenVaultAgent.Admin.Files;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Changes;

/// <summary>What <c>apply</c> did to a tenant and how each change is taken back: a file for its owner alone, without values of secrets.</summary>
internal sealed class Journal
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, IgnoreReadOnlyProperties = true };

    private readonly string _path;
    private readonly string _tenant;
    private readonly List<Step> _steps;

    private Journal(string path, string tenant, List<Step> steps) => (_path, _tenant, _steps) = (path, tenant, steps);

    /// <summary>In the order in which they were made.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <param name="tenant">Its issuer.</param>
    /// <exception cref="AdminException">It cannot be read, or is another tenant's.</exception>
    public static Journal Open(string path, Uri tenant)
    {
        var content = File.Exists(path) ? Read(path) : new Content(tenant.ToString(), []);
        return content.Tenant == tenant.ToString()
            ? new Journal(path, tenant.ToString(), [.. content.Steps])
            : throw new AdminException($"{path} is of the tenant {content.Tenant}: --journal names another file.");
    }

    /// <summary>Written before the request is sent, so that one without an answer is known too.</summary>
    /// <exception cref="AdminException">It cannot be written: then nothing is to be sent.</exception>
    /// <returns>Null where nothing will be to take back.</returns>
    public Step? Begin(Change change, TenantState before)
    {
        var step = Step.Of(change, before, null);
        if (step is not null)
            Save(() => _steps.Add(step));
        return step;
    }

    /// <summary>It was answered, with an id perhaps.</summary>
    public void Complete(Step step, Change change, TenantState before, JsonNode? answer) => Save(() => _steps[_steps.IndexOf(step)] = Step.Of(change, before, answer)!);

    /// <summary>It was refused, or has been taken back.</summary>
    public void Forget(Step step) => Save(() => _steps.Remove(step));

    private void Save(Action change)
    {
        change();
        if (_steps.Count == 0)
            File.Delete(_path);
        else
            SecretFile.Write(_path, JsonSerializer.Serialize(new Content(_tenant, _steps), Json), replace: true);
    }

    private static Content Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Content>(File.ReadAllText(path), Json) ?? throw new AdminException($"{path} is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new AdminException($"{path} cannot be read: {exception.Message}");
        }
    }

    private sealed record Content(string Tenant, IReadOnlyList<Step> Steps);
}
