using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Graph.OData;

/// <summary><c>$select</c>: learn.microsoft.com/graph/query-parameters#select-parameter.</summary>
internal sealed class Select
{
    private readonly IReadOnlyList<string> _names;

    private Select(IReadOnlyList<string> names) => _names = names;

    /// <exception cref="GraphFailure">A name that the type does not have.</exception>
    public static Select Parse(string? text, string type, IReadOnlyList<string> properties)
    {
        var names = (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new Select([.. names.Where(n => n != "*").Select(name =>
            properties.FirstOrDefault(p => string.Equals(p, name, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(name, type))]);
    }

    public bool Names(string property) => _names.Contains(property);

    /// <summary>
    /// The selected properties, else those of <paramref name="standard"/>. Annotations stay, and <paramref name="always"/>: items of
    /// Outlook have their id whatever is selected.
    /// </summary>
    public JsonObject Apply(JsonObject resource, IReadOnlyList<string> standard, params string[] always)
    {
        var wanted = _names.Count > 0 ? _names : standard;
        foreach (var name in resource.Select(p => p.Key).Where(k => !k.Contains('@', StringComparison.Ordinal)).ToList())
            if (!wanted.Contains(name) && !always.Contains(name))
                resource.Remove(name);
        return resource;
    }

    /// <summary>The resource with its context before its properties.</summary>
    public JsonObject Entity(JsonObject resource, string set, string suffix = "")
    {
        resource.Insert(0, "@odata.context", Context(set) + suffix);
        return resource;
    }

    public string Context(string set) => _names.Count > 0 ? $"{set}({string.Join(',', _names)})" : set;

    private static GraphFailure Unknown(string name, string type) => GraphFailure.BadRequest(
        $"Parsing OData Select and Expand failed: Could not find a property named '{name}' on type '{type}'.");
}
