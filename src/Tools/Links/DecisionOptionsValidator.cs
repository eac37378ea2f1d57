using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Settings;

namespace TokenVaultAgent.Tools.Links;

/// <summary>Reports every faulty setting of the section, each with its key.</summary>
internal sealed class DecisionOptionsValidator : IValidateOptions<DecisionOptions>
{
    public ValidateOptionsResult Validate(string? name, DecisionOptions options)
    {
        string[] faults = [.. SettingFaults.OfAnnotations(DecisionOptions.Section, options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
