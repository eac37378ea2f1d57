using TokenVaultAgent.AgentServer;
using TokenVaultAgent.AgentServer.Hosting;

if (args is ["--help"] or ["-h"])
{
    Help.Print(Console.Out);
    return 0;
}

try
{
    var app = AgentServerHost.Build(args);
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (SettingsFaults.In(exception) is { } faults)
{
    SettingsFaults.Print(Console.Error, faults);
    return SettingsFaults.ExitCode;
}
