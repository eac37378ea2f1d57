using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TokenVaultAgent.Tools.Providers;

/// <summary>Reports every faulty setting, each with its key. Addresses are absolute https, or http on loopback.</summary>
internal sealed class ProviderOptionsValidator : IValidateOptions<ProviderOptions>
{
    public ValidateOptionsResult Validate(string? name, ProviderOptions options)
    {
        string[] faults = [.. Annotations(options), .. Addresses(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Annotations(ProviderOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(r => $"{ProviderOptions.Section}:{r.MemberNames.Single()}: {r.ErrorMessage}");
    }

    private static IEnumerable<string> Addresses(ProviderOptions options) =>
        from setting in new (string Key, Uri? Value)[]
        {
            (nameof(options.GoogleCalendarUrl), options.GoogleCalendarUrl),
            (nameof(options.GmailUrl), options.GmailUrl),
            (nameof(options.GoogleUserInfoUrl), options.GoogleUserInfoUrl),
            (nameof(options.GraphUrl), options.GraphUrl),
        }
        where setting.Value is not null && !IsSafe(setting.Value)
        select $"{ProviderOptions.Section}:{setting.Key} must be an absolute https address without query or user (http only on loopback).";

    private static bool IsSafe(Uri url) =>
        url.IsAbsoluteUri
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
}
