using Npgsql;

namespace TokenVaultAgent.Tools.Tests.Storage;

/// <summary>The stores that replicas can share. PostgreSQL and Redis are there where the environment says where (<c>.ci/run</c> starts them).</summary>
internal sealed class Stores : IDisposable
{
    public const string Sqlite = "SQLite";
    public const string Postgres = "PostgreSQL";
    public const string PostgresAndRedis = "PostgreSQL and Redis";

    private readonly string _folder = Directory.CreateTempSubdirectory("token-vault-agent-tests-").FullName;

    public static string? RedisAddress => Environment.GetEnvironmentVariable("TEST_REDIS");

    private static string? PostgresAddress => Environment.GetEnvironmentVariable("TEST_POSTGRES");

    /// <summary>Settings of a fresh, empty store; skips the test where there is none.</summary>
    public async Task<Dictionary<string, string?>> FreshAsync(string store)
    {
        if (store == Sqlite)
            return new() { ["Storage:ConnectionString"] = $"Data Source={Path.Combine(_folder, Guid.NewGuid().ToString("N"))}.db" };

        Assert.SkipWhen(PostgresAddress is null, "TEST_POSTGRES names no PostgreSQL server; .ci/run starts one.");
        var database = "test_" + Guid.NewGuid().ToString("N");
        await using var connection = new NpgsqlConnection(PostgresAddress);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"create database {database}", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var settings = new Dictionary<string, string?>
        {
            ["Storage:Provider"] = "PostgreSql",
            ["Storage:ConnectionString"] = new NpgsqlConnectionStringBuilder(PostgresAddress) { Database = database, Pooling = false }.ConnectionString,
        };
        if (store == PostgresAndRedis)
        {
            Assert.SkipWhen(RedisAddress is null, "TEST_REDIS names no Redis server; .ci/run starts one.");
            // A database of its own for each test: generations and tokens are under digests that tests share.
            settings["Storage:Redis"] = $"{RedisAddress},defaultDatabase={Random.Shared.Next(1, 4096)},allowAdmin=true";
        }

        return settings;
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
