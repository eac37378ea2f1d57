using System.Text.Json;
using System.Text.RegularExpressions;

namespace TokenVaultAgent.Tools.Providers.Http;

/// <summary>
/// The machine-readable reason in a provider's error body, and nothing else of it. Google: <c>error.errors[0].reason</c>, else
/// <c>error.status</c> (developers.google.com/workspace/calendar/api/guides/errors). Graph: <c>error.code</c>
/// (learn.microsoft.com/graph/errors). OAuth style, as Google's userinfo answers: <c>error</c>.
/// </summary>
internal static partial class ProviderReason
{
    private const int MaxErrorBytes = 64 * 1024;

    public static async Task<string?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return body.Length <= MaxErrorBytes ? Parse(body) : null;
    }

    public static string? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error)
                ? Candidates(error).FirstOrDefault(c => c is not null && MachineReadable().IsMatch(c))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string?> Candidates(JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String)
            yield return error.GetString();
        if (error.ValueKind != JsonValueKind.Object)
            yield break;

        if (error.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array)
            foreach (var entry in errors.EnumerateArray())
                yield return Text(entry, "reason");
        yield return Text(error, "status");
        yield return Text(error, "code");
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_.]{0,63}\z")]
    private static partial Regex MachineReadable();
}
