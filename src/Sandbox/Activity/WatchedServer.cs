namespace TokenVaultAgent.Sandbox.Activity;

internal static class WatchedServer
{
    /// <summary>Notes every request to the agent server, and what it logs.</summary>
    public static void Watch(this WebApplicationBuilder builder, ActivityLog activity, TimeProvider clock)
    {
        builder.Logging.AddProvider(new AgentLog(activity, clock));
        builder.Services.AddSingleton<IStartupFilter>(new Recorder(activity, clock));
    }

    /// <summary>Comes before all that the server does itself.</summary>
    private sealed class Recorder(ActivityLog activity, TimeProvider clock) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.RecordRequests(activity, clock, "agent");
            next(app);
        };
    }
}
