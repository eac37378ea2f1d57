using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Apis.Json;
using TokenVaultAgent.Tools.Providers.GoogleCalendarV3.Data;
using TokenVaultAgent.Tools.Providers.GoogleGmailV1.Data;

namespace TokenVaultAgent.Tools.Providers.GoogleApis;

/// <summary>
/// JSON for Google's runtime, whose own serializer takes more than twice as long to read an answer (docs/benchmarks.md). Knows the
/// shapes in use and no others.
/// </summary>
internal sealed class GoogleJson : IJsonSerializer
{
    public string Format => "json";

    public string Serialize(object obj) => JsonSerializer.Serialize(obj, obj.GetType(), GoogleShapes.Default);

    public void Serialize(object obj, Stream target) => JsonSerializer.Serialize(target, obj, obj.GetType(), GoogleShapes.Default);

    /// <exception cref="JsonException">It is no JSON, or not of that shape.</exception>
    public T Deserialize<T>(string input) => (T)Deserialize(input, typeof(T));

    /// <exception cref="JsonException">As above.</exception>
    public object Deserialize(string input, Type type) => JsonSerializer.Deserialize(input, type, GoogleShapes.Default)!;

    /// <exception cref="JsonException">As above.</exception>
    public T Deserialize<T>(Stream input) => (T)JsonSerializer.Deserialize(input, typeof(T), GoogleShapes.Default)!;
}

/// <summary>Mail nests its parts as deep as whoever sent it likes.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 512)]
[JsonSerializable(typeof(GoogleCalendarV3.Data.Calendar))]
[JsonSerializable(typeof(CalendarList))]
[JsonSerializable(typeof(Events))]
[JsonSerializable(typeof(Draft))]
[JsonSerializable(typeof(ListDraftsResponse))]
[JsonSerializable(typeof(ListMessagesResponse))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(MessagePartBody))]
internal sealed partial class GoogleShapes : JsonSerializerContext;
