using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TokenVaultAgent.Evals.Scenarios;

/// <summary>A YAML file as JSON, with the line of each of its values by its JSON path.</summary>
internal sealed class YamlDocument
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    private YamlDocument(YamlNode root) => Json = Convert(root, "$");

    public JsonNode? Json { get; }

    /// <exception cref="ScenarioException">It is no YAML.</exception>
    public static YamlDocument Parse(string file, string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [var only] ? new YamlDocument(only.RootNode) : throw new ScenarioException(file, 1, "holds no document, or several.");
        }
        catch (YamlException exception)
        {
            throw new ScenarioException(file, (int)exception.Start.Line, exception.Message);
        }
        catch (InvalidOperationException)
        {
            // What the scanner throws at a list in brackets that never ends; it does not say where.
            throw new ScenarioException(file, 1, "is no YAML: a bracket or a quotation mark is not closed.");
        }
    }

    /// <summary>Of the value, or of the nearest that is around it.</summary>
    public int LineOf(string? path)
    {
        for (var at = path ?? "$"; at.Length > 0; at = at[..Math.Max(at.LastIndexOfAny(['.', '[']), 0)])
            if (_lines.TryGetValue(at, out var line))
                return line;
        return 1;
    }

    private JsonNode? Convert(YamlNode node, string path)
    {
        _lines[path] = (int)node.Start.Line;
        return node switch
        {
            YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child =>
            {
                var name = ((YamlScalarNode)child.Key).Value!;
                return KeyValuePair.Create(name, Convert(child.Value, $"{path}.{name}"));
            })),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select((child, i) => Convert(child, $"{path}[{i}]"))]),
            YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value!),
            YamlScalarNode quoted => JsonValue.Create(quoted.Value),
            _ => null,
        };
    }

    /// <summary>YAML 1.2's core schema.</summary>
    private static JsonValue? Plain(string text) =>
        text is "" or "~" or "null" ? null
        : text is "true" or "false" ? JsonValue.Create(text == "true")
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
        : double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
        : JsonValue.Create(text);
}
