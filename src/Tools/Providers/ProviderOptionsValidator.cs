using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Settings;

namespace TokenVaultAgent.Tools.Providers;

/// <summary>Reports every faulty setting of the section, each with its key.</summary>
internal sealed class ProviderOptionsValidator : IValidateOptions<ProviderOptions>
{
    public ValidateOptionsResult Validate(string? name, ProviderOptions options)
    {
        string[] faults = [.. SettingFaults.OfAnnotations(ProviderOptions.Section, options), .. Addresses(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Addresses(ProviderOptions options) =>
        from setting in new (string Key, Uri? Value)[]
        {
            (nameof(options.GoogleCalendarUrl), options.GoogleCalendarUrl),
            (nameof(options.GmailUrl), options.GmailUrl),
            (nameof(options.GoogleUserInfoUrl), options.GoogleUserInfoUrl),
            (nameof(options.GraphUrl), options.GraphUrl),
        }
        where setting.Value is not null && !SettingFaults.IsSafe(setting.Value)
        select $"{ProviderOptions.Section}:{setting.Key} must be an absolute https address without query or user (http only on loopback).";
}
