using System.Text.Json.Nodes;

namespace TokenVaultAgent.Admin.Tenants;

/// <summary>How documents of the Management API are read and written.</summary>
internal static class Documents
{
    public static IReadOnlyList<string> Texts(this JsonNode? list) => [.. (list as JsonArray ?? []).Select(text => text!.ToString())];

    public static JsonArray ToJson(this IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    /// <summary>The existing items followed by the missing ones: a list is replaced as a whole.</summary>
    public static JsonArray With(this JsonNode? list, IEnumerable<string> missing) => list.Texts().Concat(missing).ToJson();

    public static bool Is(this JsonNode? value, bool expected) => value is JsonValue one && one.TryGetValue<bool>(out var flag) && flag == expected;

    /// <summary>An API by its identifier; null where there is none.</summary>
    public static JsonObject? Api(this TenantState tenant, string identifier) =>
        tenant.All(TenantState.Apis).FirstOrDefault(api => api["identifier"]?.ToString() == identifier);

    /// <summary>Tokens name the issuer to the letter.</summary>
    public static bool CallsItself(this TenantState tenant, Uri issuer) => tenant.Document(TenantState.Discovery)["issuer"]?.ToString() == issuer.ToString();

    /// <summary>With a capital letter.</summary>
    public static string ToSentence(this string words) => char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>The document with some members changed. The answer need not have all of them: then what was sent has taken the place of what was.</summary>
    public static JsonObject After(this JsonObject document, JsonObject sent, JsonNode? answer)
    {
        var after = document.DeepClone().AsObject();
        foreach (var (name, value) in sent.Concat(answer as JsonObject ?? []))
            after[name] = value?.DeepClone();
        return after;
    }

    /// <summary>The same members as they are in the document; where it has none, what Auth0 takes for none.</summary>
    public static JsonObject Before(this JsonObject document, JsonObject sent) => new(sent.Select(member =>
        KeyValuePair.Create(member.Key, document[member.Key]?.DeepClone() ?? None(member.Key, member.Value))));

    /// <summary>A list's items that are named and have values keep their names: values of secrets never come back, and belong in no file.</summary>
    public static JsonObject WithoutValues(this JsonObject sent)
    {
        var shown = sent.DeepClone().AsObject();
        if (shown["secrets"] is JsonArray secrets)
            shown["secrets"] = new JsonArray([.. secrets.Select(secret => new JsonObject { ["name"] = secret!["name"]!.DeepClone() })]);
        return shown;
    }

    /// <summary>Whether all that is expected is there, whatever members the tenant has besides; lists in any order.</summary>
    public static bool Holds(this JsonNode? there, JsonNode? expected) => (there, expected) switch
    {
        (JsonObject one, JsonObject other) => other.All(member => one[member.Key].Holds(member.Value)),
        (JsonArray one, JsonArray other) => one.Count == other.Count && other.All(item => one.Any(same => same.Holds(item))),
        _ => JsonNode.DeepEquals(there, expected),
    };

    private static JsonNode? None(string member, JsonNode? sent) => sent switch
    {
        JsonArray => new JsonArray(),
        JsonObject when member == "connected_accounts" => new JsonObject { ["active"] = false },
        JsonValue value when value.TryGetValue<bool>(out _) => false,
        _ when member == "resource_parameter_profile" => "audience",
        _ => null,
    };
}
