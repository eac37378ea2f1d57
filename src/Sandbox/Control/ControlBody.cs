using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace TokenVaultAgent.Sandbox.Control;

/// <summary>Reads what the control endpoint is sent, and says in one sentence what is wrong with it and what there is instead.</summary>
internal static class ControlBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="ControlException">It is no such object.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
    {
        var body = await ReadMembersAsync(context, type);
        var missing = type.Properties.Where(p => p.IsRequired && !body.ContainsKey(p.Name)).Select(p => p.Name).ToList();
        return missing.Count > 0
            ? throw new ControlException($"{string.Join(" and ", missing)} must be there; the members are {Names(type)}")
            : body.Deserialize(type)!;
    }

    /// <summary>Any of the members of such an object, each of them valid.</summary>
    /// <exception cref="ControlException">Another member, or a value that it cannot have.</exception>
    public static async Task<JsonObject> ReadMembersAsync(HttpContext context, JsonTypeInfo type)
    {
        var body = await ReadObjectAsync(context);
        foreach (var (name, value) in body)
        {
            var member = type.Properties.FirstOrDefault(p => p.Name == name)
                ?? throw new ControlException($"{name} is not known; the members are {Names(type)}");
            Check(member, value);
        }

        return body;
    }

    private static async Task<JsonObject> ReadObjectAsync(HttpContext context)
    {
        try
        {
            return await JsonNode.ParseAsync(context.Request.Body, documentOptions: Strict, cancellationToken: context.RequestAborted) as JsonObject
                ?? throw new ControlException("a JSON object is needed");
        }
        catch (JsonException exception)
        {
            throw new ControlException($"the body is no JSON: {exception.Message}");
        }
    }

    private static void Check(JsonPropertyInfo member, JsonNode? value)
    {
        try
        {
            if (value is null ? !member.IsSetNullable : value.Deserialize(member.Options.GetTypeInfo(member.PropertyType)) is null)
                throw new JsonException();
        }
        catch (JsonException)
        {
            throw new ControlException($"{member.Name} must be {Described(member.PropertyType, member.Options)}");
        }
    }

    private static string Described(Type type, JsonSerializerOptions options)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var described = plain switch
        {
            { IsEnum: true } => "one of " + string.Join(", ", Enum.GetValuesAsUnderlyingType(plain).Cast<object>()
                .Select(value => JsonSerializer.SerializeToNode(Enum.ToObject(plain, value), options.GetTypeInfo(plain))!.ToString())),
            _ when plain == typeof(string) => "a string",
            _ when plain == typeof(bool) => "true or false",
            _ when plain == typeof(int) => "a whole number",
            _ when plain == typeof(double) => "a number",
            _ when plain.IsAssignableTo(typeof(IReadOnlyList<string>)) => "a list of strings",
            _ => "an object of lists of strings",
        };
        return plain == type ? described : described + ", or null";
    }

    private static string Names(JsonTypeInfo type) => string.Join(", ", type.Properties.Select(p => p.Name));
}

/// <summary>A request to the control endpoint that cannot be carried out, and why; nothing was changed.</summary>
internal sealed class ControlException(string message, int status = StatusCodes.Status400BadRequest) : Exception(message)
{
    public int Status => status;
}
