using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Telemetry;

internal static class TelemetryRegistration
{
    private const string McpSdk = "Experimental.ModelContextProtocol";

    /// <summary>Logs on the console; traces, metrics and logs over OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        // At the level of information both write addresses: of callbacks with their codes, of items at providers.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        // It writes what clients call themselves, and at the lowest level all that they send.
        builder.Logging.AddFilter("ModelContextProtocol", LogLevel.Warning);
        // At the level of debugging it writes the keys themselves.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Information);
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        if (builder.Configuration["Logging:Console:FormatterName"] is null)
            builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = LineFormatter.FormatterName);
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
            .WithLogging(logging => logging.AddProcessor<LogLimits>())
            .UseOtlpExporter();
    }
}
