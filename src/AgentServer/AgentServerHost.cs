using TokenVaultAgent.AgentServer.Approvals;
using TokenVaultAgent.AgentServer.Authentication;
using TokenVaultAgent.AgentServer.Connections;
using TokenVaultAgent.AgentServer.Hosting;
using TokenVaultAgent.AgentServer.Mcp;
using TokenVaultAgent.AgentServer.Pages;
using TokenVaultAgent.AgentServer.Telemetry;
using TokenVaultAgent.Tools;
using TokenVaultAgent.Tools.Settings;

namespace TokenVaultAgent.AgentServer;

/// <summary>Builds the server. The program runs what this builds; the sandbox starts it in its own process, with settings of its own.</summary>
public static class AgentServerHost
{
    /// <param name="args">Settings as <c>--Section:Key=value</c>, over those of files and the environment.</param>
    /// <param name="configure">The last word on settings and services before they are read.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Settings are read and judged once, at the start: to watch their files would cost a thread and a walk through the whole folder.
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        configure?.Invoke(builder);
        builder.AddRequestLimits();
        builder.AddTelemetry();
        builder.Services.AddTools(builder.Configuration);
        builder.Services.AddCallerAuthentication();
        builder.Services.AddMcpEndpoint(builder.Configuration);
        builder.Services.AddPages(builder.Configuration);
        builder.Services.AddConnectionPages();
        builder.Services.AddApprovalPages();
        builder.Services.AddHealth();

        var app = builder.Build();
        SettingsException.ThrowIfAnyIsWrong(app.Services);
        app.UseRequestChecks();
        app.UsePublicAddress();
        LandingPage.LeadBrowsersHere(app);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseJsonAnswers();
        app.UseLateResponseStart();
        app.MapHealth();
        app.MapProtectedResourceMetadata();
        app.MapMcpEndpoint();
        app.MapPages();
        StartSummary.WriteWhenStarted(app);
        return app;
    }
}
