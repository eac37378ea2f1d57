using System.Text.Json;

namespace TokenVaultAgent.AgentServer.Tests.Authentication;

/// <summary>Members and items of a document that are null.</summary>
internal static class JsonNulls
{
    public static IEnumerable<string> In(JsonElement json, string path = "$") => json.ValueKind switch
    {
        JsonValueKind.Null => [path],
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => In(member.Value, $"{path}.{member.Name}")),
        JsonValueKind.Array => json.EnumerateArray().SelectMany((item, i) => In(item, $"{path}[{i}]")),
        _ => [],
    };
}
