using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Telemetry;

internal static class TelemetryRegistration
{
    private const string McpSdk = "Experimental.ModelContextProtocol";

    /// <summary>Traces, metrics and logs over OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to; else none at all.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("token-vault-agent"))
            .WithTracing(tracing => tracing
                .AddSource(McpSdk, VaultTelemetry.Name)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddProcessor<UrlRedaction>())
            .WithMetrics(metrics => metrics
                .AddMeter(McpSdk, VaultTelemetry.Name)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .WithLogging()
            .UseOtlpExporter();
    }
}
