using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using TokenVaultAgent.AgentServer.Pages;

namespace TokenVaultAgent.AgentServer.Approvals;

internal static class ApprovalsRegistration
{
    public static void AddApprovalPages(this IServiceCollection services)
    {
        services.AddFlowCookie<ApprovalFlow>("approve");
        services.AddSingleton<DecidedPages>();
        services.AddSingleton<RecentActions>();
        services.AddPages<ApprovalPages>();
        services.AddOptions<OpenIdConnectOptions>(WebLogin.Auth0).PostConfigure<IServiceProvider>((login, provider) =>
            login.Events.OnTicketReceived = context => provider.GetRequiredService<ApprovalPages>().CompleteAsync(context));
    }
}
