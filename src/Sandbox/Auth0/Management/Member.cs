using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary>One member of a resource as the Management API shows it.</summary>
/// <param name="Read">Null for a member that is not shown.</param>
/// <param name="Write">Null for one that is only read: a request that has it is refused.</param>
/// <param name="AtCreationOnly">A later request that has it is refused.</param>
/// <param name="Needs">The scope that reading it takes besides the resource's own; without it the member is left out.</param>
internal sealed record Member<T>(
    string Name, Func<T, JsonNode?> Read, Func<T, JsonNode?, T>? Write = null, bool AtCreationOnly = false, string? Needs = null);

/// <summary>
/// How a resource is shown and changed. Members that the sandbox does not use are kept as they were sent, so that reading, changing and
/// writing back a resource loses nothing.
/// </summary>
/// <param name="kept">Members that Auth0 knows and the sandbox makes nothing of.</param>
internal sealed class Members<T>(IReadOnlyList<Member<T>> members, IReadOnlyList<string> kept, Func<T, JsonObject> read, Func<T, JsonObject, T> write)
{
    private readonly Dictionary<string, Member<T>> _members = members.ToDictionary(member => member.Name, StringComparer.Ordinal);

    public JsonObject Describe(T resource, IReadOnlySet<string> scopes)
    {
        var shown = new JsonObject();
        foreach (var member in members.Where(m => m.Needs is null || scopes.Contains(m.Needs)))
            if (member.Read(resource) is { } value)
                shown[member.Name] = value;
        foreach (var (name, value) in read(resource))
            shown[name] = value?.DeepClone();
        return shown;
    }

    /// <summary>Members that are not sent stay; those that are take the place of what was, whole.</summary>
    /// <exception cref="ManagementException">400: a member that there is not, is not to be written, or is of another type.</exception>
    public T Change(T resource, JsonObject body, bool creating)
    {
        foreach (var (name, value) in body)
        {
            if (_members.TryGetValue(name, out var member))
            {
                if (member.Write is null || (member.AtCreationOnly && !creating))
                    throw ManagementException.InvalidBody($"Additional properties not allowed: {name}");
                resource = member.Write(resource, value);
            }
            else if (kept.Contains(name))
            {
                var extra = read(resource).DeepClone().AsObject();
                if (value is null)
                    extra.Remove(name);
                else
                    extra[name] = value.DeepClone();
                resource = write(resource, extra);
            }
            else
            {
                throw ManagementException.InvalidBody($"Additional properties not allowed: {name}");
            }
        }

        return resource;
    }
}

/// <summary>Values of a request's members, with Auth0's words where they are of another type.</summary>
internal static class Payload
{
    /// <exception cref="ManagementException">400: the body is no JSON object.</exception>
    public static async Task<JsonNode> ReadAsync(HttpRequest request)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted) ?? throw ManagementException.InvalidBody("Expected type object but found type null");
        }
        catch (JsonException)
        {
            throw ManagementException.InvalidBody("Invalid JSON");
        }
    }

    public static async Task<JsonObject> ReadObjectAsync(HttpRequest request) =>
        await ReadAsync(request) as JsonObject ?? throw ManagementException.InvalidBody("Expected type object");

    public static string Text(JsonNode? value, string name) => Is<string>(value, name, "string");

    public static bool Flag(JsonNode? value, string name) => Is<bool>(value, name, "boolean");

    public static int Number(JsonNode? value, string name) => Is<int>(value, name, "integer");

    public static string OneOf(JsonNode? value, string name, params string[] allowed) =>
        allowed.Contains(Text(value, name)) ? Text(value, name) : throw ManagementException.InvalidBody($"No enum match for: {Text(value, name)}' on property {name}");

    public static IReadOnlyList<string> Texts(JsonNode? value, string name) => value is JsonArray array
        ? [.. array.Select(item => Text(item, name))]
        : throw WrongType(name, "array");

    public static JsonObject Object(JsonNode? value, string name) => value as JsonObject ?? throw WrongType(name, "object");

    public static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static T Is<T>(JsonNode? value, string name, string type) =>
        value is JsonValue one && one.TryGetValue<T>(out var typed) ? typed : throw WrongType(name, type);

    private static ManagementException WrongType(string name, string type) => ManagementException.InvalidBody($"Expected type {type}' on property {name}");
}
