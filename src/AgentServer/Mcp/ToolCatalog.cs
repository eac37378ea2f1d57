using System.Collections.Frozen;
using ModelContextProtocol.Server;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>What the server must know of each tool before it runs, read once from the tools' own declarations.</summary>
internal sealed class ToolCatalog(IEnumerable<McpServerTool> tools)
{
    private readonly FrozenDictionary<string, ToolEntry> _entries =
        tools.ToFrozenDictionary(tool => tool.ProtocolTool.Name, Read, StringComparer.Ordinal);

    /// <summary>Null for a tool that does not exist.</summary>
    public ToolEntry? Find(string? name) => name is null ? null : _entries.GetValueOrDefault(name);

    /// <exception cref="InvalidOperationException">A tool declares neither its scopes nor that it needs none.</exception>
    private static ToolEntry Read(McpServerTool tool)
    {
        string[] scopes = [.. tool.Metadata.OfType<RequiresScopeAttribute>().Select(a => a.Scope)];
        return scopes.Length > 0 || tool.Metadata.OfType<RequiresNoScopeAttribute>().Any()
            ? new ToolEntry(
                tool.ProtocolTool.Name, tool.ProtocolTool.Title!, scopes, tool.Metadata.OfType<ResolvesActionAttribute>().Any(),
                new ArgumentSchema(tool.ProtocolTool.InputSchema))
            : throw new InvalidOperationException($"{tool.ProtocolTool.Name} does not declare its scopes.");
    }
}

/// <param name="ResolvesAction">It has its action approved itself.</param>
/// <param name="Scopes">The API scopes that a call needs.</param>
/// <param name="Arguments">What it takes.</param>
internal sealed record ToolEntry(string Name, string Title, IReadOnlyList<string> Scopes, bool ResolvesAction, ArgumentSchema Arguments);
