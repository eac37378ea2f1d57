using System.ComponentModel.DataAnnotations;

namespace TokenVaultAgent.Tools.Settings;

/// <summary>What validators of settings share.</summary>
internal static class SettingFaults
{
    /// <summary>The faults that the options' annotations find, each as <c>Section:Key</c> and what is wrong.</summary>
    public static IEnumerable<string> OfAnnotations(string section, object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(result => $"{section}:{result.MemberNames.Single()} {result.ErrorMessage}.");
    }

    /// <summary>Nothing, or a placeholder of <c>appsettings.sample.json</c> that nobody filled in.</summary>
    public static bool IsUnset(string? value) =>
        string.IsNullOrWhiteSpace(value) || value.Contains("YOUR_", StringComparison.Ordinal) || value.Contains("YOUR-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Absolute https without user, query or fragment; http on loopback only.</summary>
    public static bool IsSafe(Uri url) =>
        url.IsAbsoluteUri
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
}
