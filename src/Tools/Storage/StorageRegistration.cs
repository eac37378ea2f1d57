using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Settings;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Storage;

internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<StorageOptions>(configuration, StorageOptions.Section);
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddPooledDbContextFactory<AgentDbContext>(UseProvider);
        services.AddSingleton<StorageProbe>();
        services.AddSingleton<EndedSessions>();
        services.AddHostedService<MigrationStep>();

        // What one replica protects every other can read: the keys are where all records are.
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<AgentDbContext>>().CreateDbContext());
        services.AddDataProtection().SetApplicationName("token-vault-agent").PersistKeysToDbContext<AgentDbContext>();

        if (string.IsNullOrEmpty(configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.Redis)}"]))
            return services.AddSingleton<IGenerations, StoredGenerations>();
        return services
            .AddSingleton<RedisConnection>()
            .AddSingleton<IGenerations, RedisGenerations>()
            .AddSingleton<ISharedTokens, RedisTokens>();
    }

    private static void UseProvider(IServiceProvider services, DbContextOptionsBuilder context)
    {
        var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        if (options.Provider == StorageProvider.PostgreSql)
            context.UseNpgsql(options.ConnectionString);
        else
            context.UseSqlite(options.ConnectionString);
    }
}
