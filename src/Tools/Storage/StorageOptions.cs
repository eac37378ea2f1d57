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

    /// <summary>
    /// How long it is remembered what was sent under an idempotency key. A key may be used again afterwards, for another mail.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00", ErrorMessage = "must be between 1.00:00:00 and 365.00:00:00")]
    public TimeSpan SendRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// What encrypts the keys of Data Protection where they are kept: the first does, and any opens them, so that a new one can be put
    /// before the one in use. None: the database must be guarded like a secret.
    /// </summary>
    public IList<KeyCertificate> KeyCertificates { get; } = [];
}

internal enum StorageProvider
{
    Sqlite,
    PostgreSql,
}
