using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
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

    /// <summary>This server's own, by the pattern of their names.</summary>
    private const string Meters = "TokenVaultAgent.*";

    /// <summary>Many entries for each call at the level of information; a setting of Logging:LogLevel for one of them counts instead.</summary>
    private static readonly string[] Chatty = ["Microsoft.EntityFrameworkCore", "Polly"];

    /// <summary>Logs on the console; traces, metrics and logs over OTLP, to the address in <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, LogFloor>();
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        if (builder.Configuration["Logging:Console:FormatterName"] is null)
            builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = LineFormatter.FormatterName);
        foreach (var category in Chatty)
            if (builder.Configuration[$"Logging:LogLevel:{category}"] is null)
                builder.Logging.AddFilter(category, LogLevel.Warning);
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("token-vault-agent"))
            .WithTracing(tracing => tracing
                .AddSource(McpSdk, VaultTelemetry.Name)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddProcessor<SpanRedaction>())
            .WithMetrics(metrics => metrics
                .AddMeter(McpSdk, Meters)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .WithLogging(logging => logging.AddProcessor<LogLimits>())
            .UseOtlpExporter();
    }
}
