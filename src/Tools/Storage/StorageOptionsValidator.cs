using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Settings;

namespace TokenVaultAgent.Tools.Storage;

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        string[] faults = [.. SettingFaults.OfAnnotations(StorageOptions.Section, options), .. ConnectionString(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> ConnectionString(StorageOptions options)
    {
        string? fault = null;
        try
        {
            if (new SqliteConnectionStringBuilder(options.ConnectionString).DataSource is "" or ":memory:")
                fault = "Storage:ConnectionString must name a file: records in memory would not outlive a crash.";
        }
        catch (ArgumentException)
        {
            fault = "Storage:ConnectionString is no SQLite connection string, for example Data Source=token-vault-agent.db.";
        }

        return fault is null ? [] : [fault];
    }
}
