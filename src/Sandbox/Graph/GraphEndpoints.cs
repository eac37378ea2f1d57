using TokenVaultAgent.Sandbox.Graph.Calendar;
using TokenVaultAgent.Sandbox.Graph.Mail;

namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>Microsoft Graph v1.0, the calls of a signed-in user on their own data: learn.microsoft.com/graph/api/overview.</summary>
internal static class GraphEndpoints
{
    public static void AddGraph(this IServiceCollection services) => services.AddResponseCompression();

    public static void MapGraph(this WebApplication app)
    {
        app.UseResponseCompression();
        var me = app.MapGroup("/v1.0/me");
        me.MapGraphMethod("GET", "", GraphPermission.ReadUser, User.Get);
        me.MapGraphMethod("GET", "/mailboxSettings", GraphPermission.ReadMailboxSettings, MailboxSettings.Get);
        me.MapGraphMethod("GET", "/mailboxSettings/timeZone", GraphPermission.ReadMailboxSettings, MailboxSettings.GetTimeZone);
        me.MapCalendar();
        me.MapMail();
        app.MapFallback("{*path}", context => GraphRoutes.RefuseAsync(context, UnknownPath.Explain(context)));
    }
}
