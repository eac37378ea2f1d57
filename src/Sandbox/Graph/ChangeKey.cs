using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>The version of an item, as its change key and as its ETag have it.</summary>
internal static class ChangeKey
{
    public static string Of(string id, int version) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{id}/{version}"))[..30]);

    public static JsonValue ETag(string changeKey) => JsonValue.Create($"W/\"{changeKey}\"");
}
