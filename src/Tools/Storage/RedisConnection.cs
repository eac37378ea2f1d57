using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>The one connection to Redis. What it holds is a cache: an outage is a miss, never a failure. Thread safe.</summary>
internal sealed class RedisConnection(IOptions<StorageOptions> options, ILogger<RedisConnection> logger) : IAsyncDisposable
{
    /// <summary>A call that waits longer for its cache than this is better off without.</summary>
    private const int TimeoutMilliseconds = 250;

    private readonly Lazy<Task<ConnectionMultiplexer>> _connection = new(() => ConnectionMultiplexer.ConnectAsync(Configuration(options.Value.Redis!)));
    private int _isOut;

    /// <summary>Null where Redis does not answer in time.</summary>
    public async ValueTask<T?> TryAsync<T>(Func<IDatabase, Task<T>> command)
    {
        try
        {
            var result = await command((await _connection.Value.ConfigureAwait(false)).GetDatabase()).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _isOut, 0) == 1)
                StorageLog.RedisIsBack(logger);
            return result;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            if (Interlocked.Exchange(ref _isOut, 1) == 0)
                StorageLog.RedisIsOut(logger, exception.GetType().Name);
            return default;
        }
    }

    /// <exception cref="RedisException">Redis does not answer.</exception>
    public async Task DoAsync(Func<IDatabase, Task> command) =>
        await command((await _connection.Value.ConfigureAwait(false)).GetDatabase()).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated)
            await (await _connection.Value).DisposeAsync();
    }

    private static ConfigurationOptions Configuration(string redis)
    {
        var configuration = ConfigurationOptions.Parse(redis);
        configuration.AbortOnConnectFail = false;
        configuration.ConnectTimeout = TimeoutMilliseconds * 4;
        configuration.AsyncTimeout = TimeoutMilliseconds;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        return configuration;
    }
}
