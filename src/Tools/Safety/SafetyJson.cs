using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Safety;

[JsonSerializable(typeof(ActionSummary))]
internal sealed partial class SafetyJson : JsonSerializerContext;
