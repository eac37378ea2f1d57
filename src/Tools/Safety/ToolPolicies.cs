using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>The policy of each tool: the operator's, else the tool's own default. Nothing in a call has a say.</summary>
internal sealed class ToolPolicies(IOptions<StepUpOptions> options)
{
    private static readonly FrozenDictionary<string, Policy> Defaults = typeof(ToolPolicies).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.IsDefined(typeof(McpServerToolAttribute)))
        .ToFrozenDictionary(method => method.GetCustomAttribute<McpServerToolAttribute>()!.Name!, Default, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, ToolPolicy> _policies =
        Defaults.ToFrozenDictionary(tool => tool.Key, tool => Effective(tool.Key, tool.Value, options.Value), StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Tools => Defaults.Keys;

    /// <exception cref="KeyNotFoundException">There is no such tool.</exception>
    public ToolPolicy Of(string tool) => _policies[tool];

    public static ToolPolicy Effective(string tool, StepUpOptions options) => Effective(tool, Defaults[tool], options);

    private static ToolPolicy Effective(string tool, Policy standard, StepUpOptions options)
    {
        var set = options.Policies.TryGetValue(tool, out var own) ? own : null;
        return new ToolPolicy(set?.Read() ?? standard, set?.MaxAge ?? options.MaxAge);
    }

    private static Policy Default(MethodInfo method) =>
        method.GetCustomAttribute<DefaultPolicyAttribute>()?.Policy
        ?? (method.GetCustomAttribute<McpServerToolAttribute>()!.ReadOnly
            ? Policy.Allow
            : throw new InvalidOperationException($"{method.Name} changes something and declares no default policy."));
}
