using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Settings;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>Reports every faulty setting of the section, each with its key.</summary>
internal sealed class Auth0OptionsValidator : IValidateOptions<Auth0Options>
{
    private static readonly string[] Algorithms = ["RS256", "RS384", "PS256"];

    public ValidateOptionsResult Validate(string? name, Auth0Options options)
    {
        string[] faults = [.. Tenant(options), .. ClientAuthentication(options), .. WebClient(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Tenant(Auth0Options options)
    {
        if (options.Issuer is null || SettingFaults.IsUnset(options.Issuer.OriginalString))
            yield return "Auth0:Issuer is missing: the tenant's address, for example https://example.eu.auth0.com/.";
        else if (!SettingFaults.IsSafe(options.Issuer))
            yield return "Auth0:Issuer must be an absolute https address without query or user (http only on loopback).";
        else if (options.Issuer.AbsolutePath != "/" || !options.Issuer.OriginalString.EndsWith('/'))
            yield return $"Auth0:Issuer must be the bare domain with a trailing slash, as tokens carry it: {options.Issuer.GetLeftPart(UriPartial.Authority)}/.";
        for (var i = 0; i < options.OtherDomains.Count; i++)
            if (Uri.CheckHostName(options.OtherDomains[i]) == UriHostNameType.Unknown)
                yield return $"Auth0:OtherDomains:{i} must be a bare domain, for example example.eu.auth0.com.";
        if (SettingFaults.IsUnset(options.Audience))
            yield return "Auth0:Audience is missing: the API's identifier in Auth0, the same as Mcp:PublicUrl.";
        if (SettingFaults.IsUnset(options.ClientId))
            yield return "Auth0:ClientId is missing: the Custom API Client linked to the API.";
    }

    private static IEnumerable<string> ClientAuthentication(Auth0Options options)
    {
        var kinds = new[] { options.ClientSecret, options.PrivateKey, options.PrivateKeyFile }.Count(kind => !SettingFaults.IsUnset(kind));
        if (kinds != 1)
            yield return "Auth0: set exactly one of Auth0:ClientSecret, Auth0:PrivateKey and Auth0:PrivateKeyFile.";
        if (!Algorithms.Contains(options.SigningAlgorithm, StringComparer.Ordinal))
            yield return $"Auth0:SigningAlgorithm must be one of {string.Join(", ", Algorithms)}.";
        if (kinds == 1 && SettingFaults.IsUnset(options.ClientSecret) && KeyFault(options) is { } fault)
            yield return fault;
    }

    private static string? KeyFault(Auth0Options options)
    {
        if (!string.IsNullOrEmpty(options.PrivateKeyFile) && !File.Exists(options.PrivateKeyFile))
            return "Auth0:PrivateKeyFile names a file that does not exist.";

        try
        {
            using var key = PrivateKeys.Read(options);
            return key.KeySize < 2048 ? "Auth0:PrivateKey must have at least 2048 bits." : null;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            return "Auth0:PrivateKey (or the file that Auth0:PrivateKeyFile names) is not a readable RSA private key in PEM.";
        }
    }

    private static IEnumerable<string> WebClient(Auth0Options options)
    {
        if (options.WebClient is null)
            yield break;
        if (SettingFaults.IsUnset(options.WebClient.ClientId))
            yield return "Auth0:WebClient:ClientId is missing: the regular web application of this server's pages.";
        if (SettingFaults.IsUnset(options.WebClient.ClientSecret))
            yield return "Auth0:WebClient:ClientSecret is missing.";
    }
}
