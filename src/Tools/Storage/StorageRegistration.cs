using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Settings;

namespace TokenVaultAgent.Tools.Storage;

internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<StorageOptions>(configuration, StorageOptions.Section);
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddPooledDbContextFactory<AgentDbContext>(UseProvider);
        services.AddSingleton<StorageVersion>();
        services.AddSingleton(typeof(ReadCache<>));
        services.AddSingleton<StorageProbe>();
        services.AddHostedService<MigrationStep>();
        services.AddSingleton<RecordsSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<RecordsSweep>());

        // What one replica protects every other can read: the keys are where all records are.
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<AgentDbContext>>().CreateDbContext());
        var protection = services.AddDataProtection().SetApplicationName("token-vault-agent").PersistKeysToDbContext<AgentDbContext>();
        Encrypt(protection, configuration);

        if (UsesRedis(configuration))
            services.AddSingleton<RedisConnection>();
        return services;
    }

    public static bool UsesRedis(IConfiguration configuration) => !string.IsNullOrEmpty(configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.Redis)}"]);

    /// <summary>Data Protection wants certificates before there are options. One that cannot be read stops the start a little later.</summary>
    private static void Encrypt(IDataProtectionBuilder protection, IConfiguration configuration)
    {
        var certificates = configuration.GetSection($"{StorageOptions.Section}:{nameof(StorageOptions.KeyCertificates)}").GetChildren()
            .Select(entry => new KeyCertificate { File = entry[nameof(KeyCertificate.File)], Password = entry[nameof(KeyCertificate.Password)] })
            .Select(entry => entry.File is null ? null : entry.TryLoad())
            .OfType<X509Certificate2>().ToArray();
        if (certificates.Length > 0)
            protection.ProtectKeysWithCertificate(certificates[0]).UnprotectKeysWithAnyCertificate(certificates);
    }

    private static void UseProvider(IServiceProvider services, DbContextOptionsBuilder context)
    {
        var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        if (options.Provider == StorageProvider.PostgreSql)
            context.UseNpgsql(options.ConnectionString);
        else
        {
            SqliteFile.Protect(options.ConnectionString, services.GetRequiredService<ILogger<AgentDbContext>>());
            context.UseSqlite(options.ConnectionString);
        }
    }
}
