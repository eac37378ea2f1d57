using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Tests.Storage;

/// <summary>Two replicas on one store see each other's accounts, links, keys and generations at once.</summary>
public sealed class ReplicasTests : IDisposable
{
    private readonly Stores _stores = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Every => [Stores.Sqlite, Stores.Postgres, Stores.PostgresAndRedis];

    public void Dispose() => _stores.Dispose();

    [Theory]
    [MemberData(nameof(Every))]
    public async Task The_migrations_fit_the_model_whatever_the_provider(string store)
    {
        await using var replica = await Replica.StartAsync(await _stores.FreshAsync(store), Cancelled);
        await using var context = await replica.Service<IDbContextFactory<AgentDbContext>>().CreateDbContextAsync(Cancelled);

        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Empty(await context.Database.GetPendingMigrationsAsync(Cancelled));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Two_that_start_at_once_migrate_once(string store)
    {
        var settings = await _stores.FreshAsync(store);

        var replicas = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Replica.StartAsync(settings, Cancelled))));

        foreach (IAsyncDisposable replica in replicas)
            await replica.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_token_that_one_has_cached_is_not_used_after_the_other_begins_a_new_generation(string store)
    {
        var settings = await _stores.FreshAsync(store);
        await using var one = await Replica.StartAsync(settings, Cancelled);
        await using var other = await Replica.StartAsync(settings, Cancelled);
        var before = await one.GetAsync();
        Assert.Same(before, await one.GetAsync());

        await other.ForgetAsync();
        var after = await one.GetAsync();

        Assert.NotEqual(before.Value, after.Value);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task What_one_protects_the_other_reads(string store)
    {
        var settings = await _stores.FreshAsync(store);
        await using var one = await Replica.StartAsync(settings, Cancelled);
        await using var other = await Replica.StartAsync(settings, Cancelled);

        Assert.Equal("text", other.Protector("purpose").Unprotect(one.Protector("purpose").Protect("text")));
        Assert.Throws<CryptographicException>(() => other.Protector("another").Unprotect(one.Protector("purpose").Protect("text")));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Calls_at_both_share_one_open_link_and_one_decision(string store)
    {
        var settings = await _stores.FreshAsync(store);
        await using var one = await Replica.StartAsync(settings, Cancelled);
        await using var other = await Replica.StartAsync(settings, Cancelled);
        var needed = DecisionNeeded.ToConnect(Provider.Google, null, null, ProviderScopes.ReadMail);

        var links = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() => (i % 2 == 0 ? one : other).Links.AskAsync("owner", needed, Cancelled))));
        var decisions = await Task.WhenAll(
            one.Links.DecideAsync(links[0], DecisionState.Granted, null, Cancelled), other.Links.DecideAsync(links[0], DecisionState.Declined, null, Cancelled));

        Assert.Single(links.Select(l => l.Id).Distinct());
        Assert.Single(decisions, taken => taken);
    }

    [Fact]
    public async Task With_Redis_one_uses_the_token_that_the_other_exchanged()
    {
        var settings = await _stores.FreshAsync(Stores.PostgresAndRedis);
        await using var one = await Replica.StartAsync(settings, Cancelled);
        await using var other = await Replica.StartAsync(settings, Cancelled);

        var token = await one.GetAsync();
        var same = await other.GetAsync();

        Assert.Equal(token.Value, same.Value);
        Assert.Equal((1, 0), (one.Exchanges, other.Exchanges));
    }

    [Theory]
    [InlineData("moved to another key")]
    [InlineData("changed")]
    [InlineData("lost")]
    public async Task A_token_in_Redis_that_is_not_as_it_was_is_a_miss(string fate)
    {
        var settings = await _stores.FreshAsync(Stores.PostgresAndRedis);
        await using var one = await Replica.StartAsync(settings, Cancelled);
        await using var other = await Replica.StartAsync(settings, Cancelled);
        await one.GetAsync();
        await one.GetAsync(loginHint: "ada@gmail.example");
        var (database, keys) = await TokensAsync(settings["Storage:Redis"]!);
        byte[] value = (await database.StringGetAsync(keys[0]))!;

        if (fate == "lost")
            await database.KeyDeleteAsync([.. keys]);
        else if (fate == "changed")
            foreach (var key in keys)
                await database.StringSetAsync(key, (byte[])[.. value[..^1], (byte)(value[^1] ^ 1)]);
        else
            await database.StringSetAsync(keys[1], value);
        await other.GetAsync();
        await other.GetAsync(loginHint: "ada@gmail.example");

        Assert.Equal(fate == "moved to another key" ? 1 : 2, other.Exchanges);
    }

    [Fact]
    public async Task A_token_in_Redis_shows_neither_itself_nor_its_user()
    {
        var settings = await _stores.FreshAsync(Stores.PostgresAndRedis);
        await using var one = await Replica.StartAsync(settings, Cancelled);
        await one.GetAsync(loginHint: "ada@gmail.example");

        var (database, keys) = await TokensAsync(settings["Storage:Redis"]!);
        byte[] value = (await database.StringGetAsync(Assert.Single(keys)))!;

        Assert.DoesNotContain("ada", keys[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("provider-token", System.Text.Encoding.Latin1.GetString(value), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generation_that_Redis_has_lost_brings_back_no_old_token()
    {
        var settings = await _stores.FreshAsync(Stores.PostgresAndRedis);
        await using var one = await Replica.StartAsync(settings, Cancelled);
        var before = await one.GetAsync();
        var (database, _) = await TokensAsync(settings["Storage:Redis"]!);
        await database.ExecuteAsync("FLUSHDB");

        Assert.NotEqual(before.Value, (await one.GetAsync()).Value);
    }

    [Fact]
    public async Task Without_an_answer_from_Redis_calls_go_on_uncached()
    {
        var settings = await _stores.FreshAsync(Stores.Sqlite);
        settings["Storage:Redis"] = "127.0.0.1:1";
        await using var replica = await Replica.StartAsync(settings, Cancelled);

        await replica.GetAsync();
        await replica.GetAsync();

        Assert.Equal(2, replica.Exchanges);
        await Assert.ThrowsAnyAsync<RedisException>(replica.ForgetAsync);
    }

    private static async Task<(IDatabase Database, List<RedisKey> Tokens)> TokensAsync(string configuration)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        var database = connection.GetDatabase();
        var keys = new List<RedisKey>();
        await foreach (var key in connection.GetServers().Single().KeysAsync(database.Database, "token-vault-agent:token:*"))
            keys.Add(key);
        return (database, keys);
    }
}
