using System.ComponentModel.DataAnnotations;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>Where records are kept that must outlive the process.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>A SQLite connection string.</summary>
    [Required(ErrorMessage = "is missing: a SQLite connection string, for example Data Source=token-vault-agent.db")]
    public string ConnectionString { get; set; } = "Data Source=token-vault-agent.db";
}
