using System.ComponentModel.DataAnnotations;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>Where records are kept that must outlive the process, and what several machines share.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>SQLite for one machine; PostgreSQL for several.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>A connection string of that provider.</summary>
    [Required(ErrorMessage = "is missing: a connection string, for example Data Source=token-vault-agent.db")]
    public string ConnectionString { get; set; } = "Data Source=token-vault-agent.db";

    /// <summary>
    /// A StackExchange.Redis configuration, for example <c>cache.example.com:6380,ssl=true,password=…</c>: replicas then share provider
    /// tokens, encrypted. Null: each keeps its own.
    /// </summary>
    public string? Redis { get; set; }
}

internal enum StorageProvider
{
    Sqlite,
    PostgreSql,
}
