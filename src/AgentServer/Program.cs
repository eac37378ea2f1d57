using TokenVaultAgent.AgentServer;
using TokenVaultAgent.AgentServer.Approvals;
using TokenVaultAgent.AgentServer.Hosting;
using TokenVaultAgent.Tools.Settings;

if (args is ["--help"] or ["-h"])
{
    Help.Print(Console.Out);
    return 0;
}

try
{
    if (args is ["report", var reference, .. var settings])
    {
        await using var services = AgentServerHost.Build(settings);
        return await ReportCommand.RunAsync(services.Services, reference, Console.Out, CancellationToken.None);
    }

    var app = AgentServerHost.Build(args);
    await app.RunAsync();
    return 0;
}
catch (SettingsException exception)
{
    WrongSettings.Print(Console.Error, exception.Faults);
    return WrongSettings.ExitCode;
}
