using System.Text.Json;

namespace TokenVaultAgent.Sandbox.World;

public static class Seed
{
    /// <summary>Fills the world from the embedded JSON, the same each time but for the day it begins on.</summary>
    public static void Load(SandboxWorld world)
    {
        using var json = typeof(Seed).Assembly.GetManifestResourceStream("TokenVaultAgent.Sandbox.World.Seed.world.json")!;
        var file = JsonSerializer.Deserialize(json, SeedJson.Default.SeedFile)!;
        var accounts = file.Accounts.Select(account => Account(account, world.Now)).ToList();
        SeedMailboxes.Fill(accounts, file.Mail, world.Now);
        world.Load(accounts);
    }

    private static ProviderAccount Account(SeedAccount seed, NodaTime.Instant now)
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
        return account;
    }
}
