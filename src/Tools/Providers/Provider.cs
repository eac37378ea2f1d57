using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Providers;

/// <summary>Where an account lives.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Provider>))]
internal enum Provider
{
    [JsonStringEnumMemberName("google")] Google,
    [JsonStringEnumMemberName("microsoft")] Microsoft,
}
