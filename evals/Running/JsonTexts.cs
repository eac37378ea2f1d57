using System.Text.Json;

namespace TokenVaultAgent.Evals.Running;

/// <summary>Every text in a JSON value, as it is read.</summary>
internal static class JsonTexts
{
    public static IEnumerable<string> In(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => In(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(In),
        _ => [],
    };
}
