using TokenVaultAgent.AgentServer.Pages;

namespace TokenVaultAgent.AgentServer.Connections;

internal static class ConnectionsRegistration
{
    /// <summary>Users connect, look at, check and disconnect their accounts here.</summary>
    public static void AddConnectionPages(this IServiceCollection services)
    {
        services.AddFlowCookie<ConnectFlow>("connect");
        services.AddFlowCookie<CheckedAccount>("checked");
        services.AddPages<ConnectPages>();
        services.AddPages<AccountsPages>();
        services.AddPages<DisconnectPages>();
    }
}
