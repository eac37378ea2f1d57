using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>
/// Tells in microseconds whether anything was written to the database, by whichever process: <c>PRAGMA data_version</c> of a connection that writes
/// nothing (sqlite.org/pragma.html). PostgreSQL has nothing like it. Thread safe.
/// </summary>
internal sealed class StorageVersion(IOptions<StorageOptions> options) : IDisposable
{
    private readonly Lock _lock = new();
    private SqliteConnection? _connection;
    private SqliteCommand? _ask;

    /// <summary>Another number after every write; null where the database does not tell.</summary>
    public long? Current()
    {
        if (options.Value.Provider != StorageProvider.Sqlite)
            return null;
        lock (_lock)
            return (long)(_ask ??= Open()).ExecuteScalar()!;
    }

    public void Dispose()
    {
        _ask?.Dispose();
        _connection?.Dispose();
    }

    private SqliteCommand Open()
    {
        _connection = new SqliteConnection(options.Value.ConnectionString);
        _connection.Open();
        var ask = _connection.CreateCommand();
        ask.CommandText = "PRAGMA data_version";
        return ask;
    }
}
