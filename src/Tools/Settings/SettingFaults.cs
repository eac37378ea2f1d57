using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TokenVaultAgent.Tools.Settings;

/// <summary>What is wrong with settings, in words for the operator. A value is never repeated: it may be a secret.</summary>
internal static class SettingFaults
{
    private static readonly Lock Annotations = new();

    /// <summary>Keys that no setting has, and values that are not of their setting's type.</summary>
    public static IEnumerable<UnreadableSetting> OfConfiguration(IConfigurationSection section, Type options)
    {
        var properties = options.GetProperties().ToDictionary(property => property.Name, property => property.PropertyType, StringComparer.OrdinalIgnoreCase);
        return section.GetChildren().SelectMany(child => properties.TryGetValue(child.Key, out var type)
            ? OfValue(child, type)
            : [new UnreadableSetting(child.Path, $"is no setting. {section.Path} has {string.Join(", ", properties.Keys)}.")]);
    }

    /// <summary>The faults that the options' annotations find, each as <c>Section:Key</c> and what is wrong.</summary>
    public static IEnumerable<string> OfAnnotations(string section, object options)
    {
        var results = new List<ValidationResult>();
        // A range converts its bounds at its first use, unguarded, and several servers may start in one process.
        lock (Annotations)
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

    private static IEnumerable<UnreadableSetting> OfValue(IConfigurationSection setting, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>))
            return setting.GetChildren().SelectMany(item => OfValue(item, type.GenericTypeArguments[0]));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>))
            return setting.GetChildren().SelectMany(item => OfValue(item, type.GenericTypeArguments[1]));
        var converter = TypeDescriptor.GetConverter(type);
        if (!converter.CanConvertFrom(typeof(string)))
            return OfConfiguration(setting, type);
        return string.IsNullOrEmpty(setting.Value) || converter.IsValid(setting.Value) ? [] : [new UnreadableSetting(setting.Path, $"must be {Form(type)}.")];
    }

    private static string Form(Type type) =>
        type == typeof(TimeSpan) ? "a time span such as 00:05:00"
        : type == typeof(Uri) ? "a URL"
        : type == typeof(bool) ? "true or false"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : "a whole number";
}

/// <param name="Path">Its key, whole.</param>
/// <param name="Fault">What is wrong with it, to be read after the key.</param>
internal sealed record UnreadableSetting(string Path, string Fault);
