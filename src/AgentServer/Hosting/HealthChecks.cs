using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.AgentServer.Hosting;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: it can do its work. Both answer one word.</summary>
internal static class HealthChecks
{
    private const string Live = "/healthz";
    private const string Ready = "/readyz";

    public static bool IsHealthPath(PathString path) => path == Live || path == Ready;

    public static void AddHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<SigningKeysCheck>("signing keys").AddCheck<StorageCheck>("storage");

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks(Live, new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks(Ready);
    }

    /// <summary>Without the tenant's signing keys no token can be checked.</summary>
    private sealed class SigningKeysCheck(IOptionsMonitor<JwtBearerOptions> jwtBearer) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                var configuration = await jwtBearer.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager!
                    .GetConfigurationAsync(cancellationToken);
                return configuration.SigningKeys.Count > 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
            }
            catch (InvalidOperationException)
            {
                return HealthCheckResult.Unhealthy();
            }
        }
    }

    /// <summary>Without storage no mail can be sent.</summary>
    private sealed class StorageCheck(StorageProbe storage) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await storage.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
    }
}
