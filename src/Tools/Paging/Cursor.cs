using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Paging;

/// <summary>
/// Where a listing goes on, as one opaque word. It holds no secret and grants nothing: whoever alters it can only ask what the
/// arguments could ask, with their own token; so it is checked as arguments are, and not signed.
/// </summary>
internal static class Cursor
{
    private const int MaxLength = 16 * 1024;

    public static string Encode<T>(T cursor, JsonTypeInfo<T> type) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(cursor, type));

    /// <param name="isSound">What a constructor requires, JSON may still lack.</param>
    /// <exception cref="ToolFailureException">It is not a cursor of this tool.</exception>
    public static T Decode<T>(string text, JsonTypeInfo<T> type, Predicate<T> isSound) where T : class =>
        TryDecode(text, type) is { } cursor && isSound(cursor)
            ? cursor
            : throw new ToolFailureException(ToolFailure.InvalidInput(
                "cursor", "is not one that this tool returned", "pass next_cursor of the last result unchanged"));

    private static T? TryDecode<T>(string text, JsonTypeInfo<T> type) where T : class
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
            return null;
        try
        {
            return JsonSerializer.Deserialize(Base64Url.DecodeFromChars(text), type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
