using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>How rules read and write documents.</summary>
internal static class Documents
{
    public static IReadOnlyList<string> Texts(this JsonNode? list) => [.. (list as JsonArray ?? []).Select(text => text!.ToString())];

    public static JsonArray ToJson(this IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    /// <summary>What is there, and what is missing behind it: a list is replaced whole.</summary>
    public static JsonArray With(this JsonNode? list, IEnumerable<string> missing) => list.Texts().Concat(missing).ToJson();

    public static bool Is(this JsonNode? value, bool expected) => value is JsonValue one && one.TryGetValue<bool>(out var flag) && flag == expected;

    /// <summary>The server's API; null where there is none.</summary>
    public static JsonObject? Api(this TenantState tenant, string identifier) =>
        tenant.All(TenantState.Apis).FirstOrDefault(api => api["identifier"]?.ToString() == identifier);

    /// <summary>With a capital letter.</summary>
    public static string ToSentence(this string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
