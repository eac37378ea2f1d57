using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;
using StackExchange.Redis;
using TokenVaultAgent.Tools.Settings;

namespace TokenVaultAgent.Tools.Storage;

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        string?[] faults = [.. SettingFaults.OfAnnotations(StorageOptions.Section, options), ConnectionString(options), Redis(options), .. options.KeyCertificates.Select(Certificate)];
        string[] found = [.. faults.OfType<string>()];
        return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static string? ConnectionString(StorageOptions options)
    {
        try
        {
            if (options.Provider == StorageProvider.PostgreSql)
                return new NpgsqlConnectionStringBuilder(options.ConnectionString).Host is { Length: > 0 }
                    ? null
                    : "Storage:ConnectionString must name a Host, for example Host=db.example.com;Database=agent;Username=agent;Password=…";
            return new SqliteConnectionStringBuilder(options.ConnectionString).DataSource is "" or ":memory:"
                ? "Storage:ConnectionString must name a file: records in memory would not outlive a crash."
                : null;
        }
        catch (ArgumentException)
        {
            return options.Provider == StorageProvider.PostgreSql
                ? "Storage:ConnectionString is no PostgreSQL connection string, for example Host=db.example.com;Database=agent;Username=agent;Password=…"
                : "Storage:ConnectionString is no SQLite connection string, for example Data Source=token-vault-agent.db.";
        }
    }

    private static string? Certificate(KeyCertificate certificate, int index)
    {
        var key = $"Storage:KeyCertificates:{index}";
        if (SettingFaults.IsUnset(certificate.File))
            return $"{key}:File is missing: the path of a PKCS #12 file with a certificate and its private RSA key.";
        using var loaded = certificate.TryLoad();
        return loaded is null ? $"{key}:File cannot be read as a PKCS #12 file with a private RSA key, or {key}:Password is wrong." : null;
    }

    private static string? Redis(StorageOptions options)
    {
        try
        {
            return string.IsNullOrEmpty(options.Redis) || ConfigurationOptions.Parse(options.Redis).EndPoints.Count > 0
                ? null
                : "Storage:Redis must name a host, for example cache.example.com:6379.";
        }
        catch (ArgumentException)
        {
            return "Storage:Redis is no StackExchange.Redis configuration, for example cache.example.com:6379,ssl=true.";
        }
    }
}
