using Spectre.Console;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Benchmarks;

/// <summary>What a user costs in memory while their provider token is kept, beyond the token's own characters.</summary>
internal static class CacheSize
{
    /// <summary>As many as are kept by default.</summary>
    private const int Users = 100_000;

    public static async Task<int> RunAsync()
    {
        using var server = new OfflineServer();
        await server.GrantAsync(OfflineServer.User(0));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long own = 0;
        for (var user = 1; user < Users; user++)
            own += sizeof(char) * (await server.GrantAsync(OfflineServer.User(user))).Value.Length;
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before - own) / (double)(Users - 1);
        var kept = 0;
        for (var user = 0; user < Users; user++)
            kept += await server.Get<TokenCache>().FindAsync(TokenKey.For(OfflineServer.User(user), OfflineServer.Connection, null), default) is null ? 0 : 1;
        AnsiConsole.WriteLine($"{bytes:F0} bytes a user beyond the token's own, {kept} of {Users} users kept");
        return 0;
    }
}
