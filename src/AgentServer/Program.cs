using TokenVaultAgent.AgentServer;
using TokenVaultAgent.AgentServer.Approvals;
using TokenVaultAgent.AgentServer.Hosting;
using TokenVaultAgent.Tools.Settings;

if (args is ["--help"] or ["-h"])
{
    Help.Print(Console.Out);
    return 0;
}

// What keeps it from starting is said below, in one sentence.
var isRunning = false;
try
{
    if (args is ["report", var reference, .. var settings])
    {
        await using var services = AgentServerHost.Build(settings);
        return await ReportCommand.RunAsync(services.Services, reference, Console.Out, CancellationToken.None);
    }

    var app = AgentServerHost.Build(args, builder => builder.Logging
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", _ => isRunning)
        .AddFilter("Microsoft.EntityFrameworkCore.Database.Connection", _ => isRunning));
    app.Lifetime.ApplicationStarted.Register(() => isRunning = true);
    await app.RunAsync();
    return 0;
}
catch (SettingsException exception)
{
    WrongSettings.Print(Console.Error, exception.Faults);
    return WrongSettings.ExitCode;
}
catch (Exception exception) when (!isRunning && StartFault.Of(exception) is { } fault)
{
    Console.Error.WriteLine($"The server does not start: {fault}");
    return WrongSettings.ExitCode;
}
