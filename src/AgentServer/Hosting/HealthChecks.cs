using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.AgentServer.Hosting;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: it can do its work. Both answer one word, and what is not well; why is in the log.</summary>
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
        app.MapHealthChecks(Ready, new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "text/plain";
        var unwell = report.Entries.Where(check => check.Value.Status != HealthStatus.Healthy).Select(check => check.Key).ToList();
        return http.Response.WriteAsync(unwell.Count == 0 ? $"{report.Status}" : $"{report.Status}: {string.Join(", ", unwell)}", http.RequestAborted);
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
                return configuration.SigningKeys.Count > 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The tenant publishes no signing keys.");
            }
            catch (InvalidOperationException exception)
            {
                return HealthCheckResult.Unhealthy($"The tenant's signing keys cannot be had: {exception.GetBaseException().Message}");
            }
        }
    }

    /// <summary>Without storage no mail can be sent.</summary>
    private sealed class StorageCheck(StorageProbe storage) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await storage.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database cannot be opened.");
    }
}
