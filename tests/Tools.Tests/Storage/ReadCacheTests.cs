using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Tests.Storage;

public sealed class ReadCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("token-vault-agent-tests-").FullName;
    private readonly StorageVersion _version;
    private readonly ReadCache<long> _cache;

    public ReadCacheTests()
    {
        _version = new StorageVersion(Options.Create(new StorageOptions { ConnectionString = Source }));
        _cache = new ReadCache<long>(_version);
        Run("pragma journal_mode=wal; create table things(number integer); insert into things values(1)");
    }

    private string Source => $"Data Source={Path.Combine(_folder, "x.db")}";

    public void Dispose()
    {
        _version.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_was_read_holds_until_anyone_writes()
    {
        var reads = 0;
        Task<long> ReadAsync(string key, CancellationToken cancellationToken)
        {
            reads++;
            return Task.FromResult(Run("select number from things"));
        }

        foreach (var key in (string[])["a", "a", "b"])
            Assert.Equal(1, await GetAsync(key, ReadAsync));
        Assert.Equal(2, reads);

        // A connection of its own, as another process has.
        Run("update things set number = 2");

        foreach (var key in (string[])["a", "b"])
            Assert.Equal(2, await GetAsync(key, ReadAsync));
        Assert.Equal(4, reads);
    }

    [Fact]
    public async Task What_is_written_while_it_is_read_is_read_again()
    {
        Assert.Equal(1, await GetAsync("a", (_, _) =>
        {
            var before = Run("select number from things");
            Run("update things set number = 2");
            return Task.FromResult(before);
        }));

        Assert.Equal(2, await GetAsync("a", (_, _) => Task.FromResult(Run("select number from things"))));
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await GetAsync("a", (_, _) => throw new InvalidOperationException()));

        Assert.Equal(1, await GetAsync("a", (_, _) => Task.FromResult(1L)));
    }

    private async Task<long> GetAsync(string key, Func<string, CancellationToken, Task<long>> read) => await _cache.GetAsync(key, read, TestContext.Current.CancellationToken);

    private long Run(string sql)
    {
        using var connection = new SqliteConnection(Source + ";Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long? ?? 0;
    }
}
