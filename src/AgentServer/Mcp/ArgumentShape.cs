using System.Globalization;
using System.Text.Json;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>
/// The type that an argument has, and that of its items where it is an array. Models write <c>"3"</c> for 3, <c>"true"</c> for true and one
/// text for an array of one: what can mean one thing only is taken as that.
/// </summary>
/// <param name="Item">For an example: what an array holds.</param>
internal sealed record ArgumentShape(string Type, string? ItemType, string Item = "")
{
    /// <summary>How a description lists the values of an array; the other arrays are of addresses.</summary>
    private const string Choices = "Any of ";

    public string Example => Type switch
    {
        "integer" => "25",
        "boolean" => "true",
        "array" => $"[\"{Item}\"]",
        _ => "\"text\"",
    };

    public string Description => ItemType is null ? $"of type {Type}" : $"an array of {ItemType}";

    /// <exception cref="InvalidOperationException">No tool has had an argument of that type yet.</exception>
    public static ArgumentShape Read(JsonElement schema)
    {
        var type = schema.GetProperty("type").GetString()!;
        if (type is not ("string" or "integer" or "boolean" or "array"))
            throw new InvalidOperationException($"An argument cannot be of type {type}.");
        return schema.TryGetProperty("items", out var items)
            ? new ArgumentShape(type, items.GetProperty("type").GetString(), ItemOf(schema))
            : new ArgumentShape(type, null);
    }

    private static string ItemOf(JsonElement schema) =>
        schema.TryGetProperty("description", out var described) && described.GetString() is { } words && words.StartsWith(Choices, StringComparison.Ordinal)
            ? words[Choices.Length..].Split(',')[0]
            : "ben@example.com";

    /// <summary>The value as the tool takes it; null where it does not fit.</summary>
    public JsonElement? Take(JsonElement value) => Type switch
    {
        "integer" => Integer(value),
        "boolean" => Boolean(value),
        "array" => Array(value),
        _ => value.ValueKind == JsonValueKind.String ? value : null,
    };

    /// <summary>3, 3.0, "3".</summary>
    private static JsonElement? Integer(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) && number is >= int.MinValue and <= int.MaxValue
            ? JsonSerializer.SerializeToElement((int)number)
            : null;
    }

    private static JsonElement? Boolean(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => value,
        JsonValueKind.String when bool.TryParse(value.GetString(), out var parsed) => JsonSerializer.SerializeToElement(parsed),
        _ => null,
    };

    /// <summary>An array, the text of one, one item alone, or an empty text for none.</summary>
    private JsonElement? Array(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            value = FromText(value.GetString()!);
        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => ItemType != "string" || item.ValueKind == JsonValueKind.String)
            ? value
            : null;
    }

    private static JsonElement FromText(string text)
    {
        try
        {
            if (text.TrimStart().StartsWith('['))
                return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            // No array after all: one item that begins with a bracket, for the tool to judge.
        }

        return JsonSerializer.SerializeToElement<string[]>(string.IsNullOrWhiteSpace(text) ? [] : [text]);
    }
}
