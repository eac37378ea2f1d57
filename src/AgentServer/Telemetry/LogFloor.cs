using Microsoft.Extensions.Options;

namespace TokenVaultAgent.AgentServer.Telemetry;

/// <summary>
/// How much others' code may log, whatever the configuration asks for. Below information frameworks write requests, messages, forms and keys
/// as they are, and some write addresses above it. This server's own categories say what is theirs at every level.
/// </summary>
internal sealed class LogFloor : IPostConfigureOptions<LoggerFilterOptions>
{
    private const string Own = "TokenVaultAgent";

    /// <summary>
    /// At the level of information these write addresses (of callbacks with their codes, of live links, of items at providers) and what
    /// clients call themselves.
    /// </summary>
    private static readonly string[] Talkative = ["Microsoft.AspNetCore", "System.Net.Http.HttpClient", "ModelContextProtocol"];

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        var asked = options.Rules.ToList();
        options.Rules.Clear();
        foreach (var rule in asked)
        {
            options.Rules.Add(new LoggerFilterRule(
                rule.ProviderName, rule.CategoryName, rule.LogLevel, (provider, category, level) =>
                    level >= Lowest(category) && (rule.Filter is null || rule.Filter(provider, category, level))));
        }

        // Where no rule matches, the minimum level applies.
        if (!asked.Exists(rule => rule is { ProviderName: null, CategoryName: null }))
            options.Rules.Add(new LoggerFilterRule(null, null, options.MinLevel, (_, category, level) => level >= Lowest(category)));
    }

    private static LogLevel Lowest(string? category) =>
        category is null || category.StartsWith(Own, StringComparison.Ordinal) ? LogLevel.Trace
        : Talkative.Any(talkative => category.StartsWith(talkative, StringComparison.Ordinal)) ? LogLevel.Warning
        : LogLevel.Information;
}
