using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Settings;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>Reports every faulty setting of the section, each with its key.</summary>
internal sealed class VaultOptionsValidator : IValidateOptions<VaultOptions>
{
    public ValidateOptionsResult Validate(string? name, VaultOptions options)
    {
        string[] faults = [.. SettingFaults.OfAnnotations(VaultOptions.Section, options), .. Connections(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Connections(VaultOptions options)
    {
        const string key = $"{VaultOptions.Section}:{nameof(VaultOptions.Connections)}";
        if (options.Connections.Count == 0)
            yield return $"{key} must name at least one connection, for example {key}:0:Name=google-oauth2 and {key}:0:Provider=Google.";
        for (var i = 0; i < options.Connections.Count; i++)
        {
            var connection = options.Connections[i];
            if (SettingFaults.IsUnset(connection.Name))
                yield return $"{key}:{i}:Name is missing: the connection's name in Auth0, for example google-oauth2.";
            else if (options.Connections.Take(i).Any(c => c.Name == connection.Name))
                yield return $"{key}:{i}:Name repeats {connection.Name}.";
            if (connection.Provider is null)
                yield return $"{key}:{i}:Provider is missing: Google or Microsoft.";
        }
    }
}
