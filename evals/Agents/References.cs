using System.Text.Json;
using System.Text.RegularExpressions;

namespace TokenVaultAgent.Evals.Agents;

/// <summary><c>${name.path[0].to}</c> in an argument: a value of an earlier result.</summary>
internal static partial class References
{
    /// <summary>False where a result does not have what is asked for.</summary>
    public static bool TryResolve(
        IReadOnlyDictionary<string, JsonElement>? arguments, IReadOnlyDictionary<string, JsonElement> results, out Dictionary<string, JsonElement> resolved)
    {
        resolved = new(StringComparer.Ordinal);
        foreach (var (name, value) in arguments ?? new Dictionary<string, JsonElement>())
        {
            if (value.ValueKind != JsonValueKind.String || !Reference().IsMatch(value.GetString()!))
                resolved[name] = value;
            else if (Find(value.GetString()!, results) is { } found)
                resolved[name] = found;
            else
                return false;
        }

        return true;
    }

    /// <summary>Null where the result does not have it, or this is no reference.</summary>
    public static JsonElement? Find(string text, IReadOnlyDictionary<string, JsonElement> results) =>
        Reference().Match(text) is { Success: true } reference && results.TryGetValue(reference.Groups["name"].Value, out var result)
            ? Find(result, reference.Groups["step"].Captures)
            : null;

    private static JsonElement? Find(JsonElement value, CaptureCollection steps)
    {
        foreach (var step in steps.Select(s => s.Value))
        {
            if (int.TryParse(step, out var index))
            {
                if (value.ValueKind != JsonValueKind.Array || index >= value.GetArrayLength())
                    return null;
                value = value[index];
            }
            else if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value))
            {
                return null;
            }
        }

        return value;
    }

    [GeneratedRegex(@"^\$\{(?<name>\w+)(\.(?<step>\w+)|\[(?<step>\d+)\])*\}$")]
    private static partial Regex Reference();
}
