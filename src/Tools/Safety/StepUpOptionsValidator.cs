using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Settings;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>Reports every faulty setting of the section, each with its key, and policies that nobody could meet.</summary>
internal sealed class StepUpOptionsValidator(IConfiguration configuration) : IValidateOptions<StepUpOptions>
{
    private const string WebClientId = $"{Auth0Options.Section}:{nameof(Auth0Options.WebClient)}:{nameof(WebClientOptions.ClientId)}";
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public ValidateOptionsResult Validate(string? name, StepUpOptions options)
    {
        string[] faults = [.. SettingFaults.OfAnnotations(StepUpOptions.Section, options), .. options.Policies.SelectMany(OfPolicy)];
        if (faults.Length == 0)
            faults = [.. Unanswerable(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> OfPolicy(KeyValuePair<string, ToolPolicyOptions> policy)
    {
        var key = $"{StepUpOptions.Section}:{nameof(StepUpOptions.Policies)}:{policy.Key}";
        if (!ToolPolicies.Tools.Contains(policy.Key))
            yield return $"{key} is no tool. There are {string.Join(", ", ToolPolicies.Tools.Order(StringComparer.Ordinal))}.";
        if (policy.Value.Policy is { } text && !ToolPolicyOptions.Policies.Contains(text))
            yield return $"{key}:{nameof(ToolPolicyOptions.Policy)} must be one of {string.Join(", ", ToolPolicyOptions.Policies)}.";
        if (policy.Value.MaxAge is { } age && (age < Shortest || age > Longest))
            yield return $"{key}:{nameof(ToolPolicyOptions.MaxAge)} must be between {Shortest} and {Longest}.";
    }

    /// <summary>Approvals are given on this server's pages, where nobody can log in without the web application.</summary>
    private IEnumerable<string> Unanswerable(StepUpOptions options)
    {
        string[] tools = [.. ToolPolicies.Tools.Where(tool => ToolPolicies.Effective(tool, options).NeedsApproval).Order(StringComparer.Ordinal)];
        if (tools.Length > 0 && SettingFaults.IsUnset(configuration[WebClientId]))
            yield return $"{WebClientId} is missing: {string.Join(", ", tools)} must be approved on this server's pages, which need a web application. "
                + $"Without one, set {StepUpOptions.Section}:{nameof(StepUpOptions.Policies)}:{tools[0]}:{nameof(ToolPolicyOptions.Policy)} to allow or deny.";
    }
}
