using System.Text.Json;
using MimeKit;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>What a world begins with: the accounts, calendars and mail of a JSON file. The same each time but for the day it begins on.</summary>
public sealed class Seed
{
    private readonly SeedFile _file;

    private Seed(SeedFile file) => _file = file;

    /// <summary>The sandbox's own, <c>World/Seed/world.json</c>.</summary>
    public static Seed Own { get; } = ReadOwn();

    /// <exception cref="SeedException">It cannot be read, or is not such a file: one sentence says where and why.</exception>
    public static Seed Read(string path)
    {
        try
        {
            using var json = File.OpenRead(path);
            var seed = new Seed(JsonSerializer.Deserialize(json, SeedJson.Default.SeedFile) ?? throw new SeedException($"{path} holds no world."));
            // Whatever is wrong with it is told now, not at the first call.
            seed.Fill(new SandboxWorld(TimeProvider.System));
            return seed;
        }
        catch (JsonException exception)
        {
            throw new SeedException($"{path}, line {exception.LineNumber + 1}, {exception.Path}: {JsonWords.Of(exception)}");
        }
        catch (Exception exception) when (exception is SeedException or IOException or UnauthorizedAccessException)
        {
            throw new SeedException($"{path}: {exception.Message}");
        }
    }

    /// <summary>Puts the world back to this.</summary>
    public void Fill(SandboxWorld world)
    {
        if (_file.Accounts.GroupBy(a => a.Key).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new SeedException($"two accounts have the key {twice.Key}.");
        var accounts = _file.Accounts.Select(account => Account(account, world.Now)).ToList();
        SeedMailboxes.Fill(accounts, _file.Mail, world.Now);
        world.Load(accounts);
    }

    internal bool Has(string key, string address) => _file.Accounts.Any(a => a.Key == key && a.Address == address);

    private static Seed ReadOwn()
    {
        using var json = typeof(Seed).Assembly.GetManifestResourceStream("TokenVaultAgent.Sandbox.World.Seed.world.json")!;
        return new Seed(JsonSerializer.Deserialize(json, SeedJson.Default.SeedFile)!);
    }

    private static ProviderAccount Account(SeedAccount seed, Instant now) => About($"account {seed.Key}", () =>
    {
        var account = new ProviderAccount
        {
            Key = seed.Key,
            Password = seed.Password,
            Provider = seed.Provider,
            ProviderUserId = seed.UserId,
            Address = seed.Address,
            DisplayName = seed.Name,
            TimeZone = seed.Zone,
        };
        var calendars = new SeedCalendars(account, now);
        account.Calendars.AddRange(seed.Calendars.Select(calendars.Calendar));
        return account.Calendars.Count(c => c.IsPrimary) == 1 ? account : throw new SeedException("one of its calendars must be primary, and one only.");
    });

    /// <summary>Says of what is wrong where it is.</summary>
    internal static T About<T>(string what, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception exception) when (exception is SeedException or UnparsableValueException or DateTimeZoneNotFoundException or ParseException)
        {
            throw new SeedException($"{what}: {exception.Message.Split('\n')[0]}");
        }
    }
}

/// <summary>A world's file is wrong, and where.</summary>
public sealed class SeedException(string message) : Exception(message);
