using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using TokenVaultAgent.AgentServer.Connections.Views;
using TokenVaultAgent.AgentServer.Pages;
using TokenVaultAgent.Tools.Accounts.MyAccount;

namespace TokenVaultAgent.AgentServer.Connections;

/// <summary>What a user is told, or asked for, where Auth0 refuses to show or change their connected accounts.</summary>
internal static class MyAccountRefusal
{
    /// <summary>Of Auth0's own policy for My Account ("Require 2FA").</summary>
    private static readonly TimeSpan MfaAge = TimeSpan.FromMinutes(15);

    /// <summary>In the session of a login that was asked for a second factor for My Account: Unix seconds.</summary>
    private const string AskedAtItem = "my_account_mfa_asked_at";

    private static readonly TimeSpan AskedLately = TimeSpan.FromMinutes(5);

    /// <summary>Turns a refusal by My Account into a page.</summary>
    public static RouteGroupBuilder WithMyAccountRefusals(this RouteGroupBuilder pages) => pages.MapGroup("").AddEndpointFilter(async (context, next) =>
    {
        try
        {
            return await next(context);
        }
        catch (MyAccountException exception)
        {
            return await ToResultAsync(exception, context.HttpContext);
        }
    });

    private static async Task<IResult> ToResultAsync(MyAccountException exception, HttpContext http)
    {
        var logger = http.RequestServices.GetRequiredService<ILogger<ConnectPages>>();
        var addresses = http.RequestServices.GetRequiredService<PageAddresses>();
        ConnectionsLog.MyAccountRefused(logger, (int?)exception.Status, exception.Reason);
        if (exception.NeedsMfa)
            return await VerifyAsync(http, addresses);
        if (exception.IsLoginOver)
            return Page.Of<LoginOverView>(new { Again = addresses.Root.AbsolutePath + "signin" }, 403);
        if (!exception.IsMisconfigured)
            return Page.Message("That did not work", "Auth0 did not accept this, or did not answer. Nothing was lost: reload this page, or open the link again, in a minute.", 502);
        ConnectionsLog.WebClientRefused(logger, exception.Reason);
        return Page.Misconfigured();
    }

    /// <summary>Once: a user who comes back and is asked again has no factor that Auth0 accepts.</summary>
    private static async Task<IResult> VerifyAsync(HttpContext http, PageAddresses addresses)
    {
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var session = await http.AuthenticateAsync(WebLogin.Session);
        if (session.Properties?.Items.TryGetValue(AskedAtItem, out var askedAt) is true
            && now.ToUnixTimeSeconds() - long.Parse(askedAt!, CultureInfo.InvariantCulture) < AskedLately.TotalSeconds)
            return Page.Message(
                "A second factor is needed", "Auth0 asks for a second factor that this login does not have. Nothing was done. Ask whoever runs this service.", 403);
        return WebLogin.LogIn(PageOf(http, addresses), mfaWithin: MfaAge, carried: new Dictionary<string, string?>
        {
            [AskedAtItem] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        }, organization: session.Principal?.FindFirst(WebUser.OrganizationClaim)?.Value);
    }

    /// <summary>Where the user goes on: a link's own page, or the list of accounts.</summary>
    private static string PageOf(HttpContext http, PageAddresses addresses) =>
        http.Request.Path.Value![addresses.Root.AbsolutePath.Length..].Split('/') is ["connect" or "disconnect", not "callback"]
            ? http.Request.Path.Value!
            : addresses.Accounts.AbsolutePath;
}
