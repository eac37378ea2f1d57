using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using TokenVaultAgent.AgentServer.Approvals;
using TokenVaultAgent.Tools.Accounts.MyAccount;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Connections;

/// <summary>This server's own pages: users connect, look at, check and disconnect their accounts here, and approve what agents do.</summary>
internal static class ConnectionsEndpoints
{
    /// <summary>No script or style but this server's own files, no frame, no form to anywhere else.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void AddConnectionPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<PageAddresses>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<FlowCookie<ConnectFlow>>(provider, "connect"));
        services.AddSingleton<ConnectPages>();
        services.AddApprovalPages();
        services.AddSingleton<AccountsPages>();
        services.AddSingleton<DisconnectPages>();
        if (configuration.GetSection($"{Auth0Options.Section}:{nameof(Auth0Options.WebClient)}").GetChildren().Any())
            services.AddWebLogin();
        services.AddRazorComponents();
        services.AddOptions<AntiforgeryOptions>().Configure<PageAddresses>((antiforgery, pages) =>
        {
            WebLogin.Protect(antiforgery.Cookie, pages.CookieName("form"), pages);
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.FormFieldName = "form_token";
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
    }

    public static void MapConnectionPages(this WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<PageAddresses>();
        if (!addresses.AreServed)
            return;

        var pages = app.MapGroup(addresses.Root.AbsolutePath).AllowAnonymous().AddEndpointFilter(AsPageAsync);
        app.Services.GetRequiredService<ConnectPages>().Map(pages);
        app.Services.GetRequiredService<DisconnectPages>().Map(pages);
        app.Services.GetRequiredService<ApprovalPages>().Map(pages);
        app.Services.GetRequiredService<AccountsPages>().Map(pages);
        pages.MapGet("signin", () => LogIn(addresses.Accounts.AbsolutePath, prompt: "login"));
        pages.MapGet("signin/failed", () => Page.Message(
            "Not logged in", "The login was not completed. Open the link again, or go back to your chat and ask again.", 400));
        pages.MapGet("signin/misconfigured", MyAccountRefusal.Misconfigured);
        pages.MapGet("signed-out", () => Page.Message("Signed out", "You have signed out. You can close this page."));
        PageAssets.Map(app, addresses);
    }

    private static async ValueTask<object?> AsPageAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        // With no-referrer, browsers send "Origin: null" along with this server's own forms.
        http.Response.Headers["Referrer-Policy"] = "same-origin";
        // The token of a form is bound to this user. Without a session a form decides nothing: its user is sent to log in.
        if (await http.AuthenticateAsync(WebLogin.Session) is { Succeeded: true } session)
            http.User = session.Principal;
        try
        {
            return HttpMethods.IsPost(http.Request.Method) && http.User.Identity is { IsAuthenticated: true }
                && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)
                    ? Again()
                    : Leaving(http, await next(context));
        }
        // A form that breaks off, or is none.
        catch (Exception exception) when (exception is AntiforgeryValidationException or InvalidDataException or BadHttpRequestException)
        {
            return Again();
        }
        catch (MyAccountException exception)
        {
            return Leaving(http, await MyAccountRefusal.ToResultAsync(exception, http));
        }
    }

    private static IResult Again() => Page.Message(
        "Please try again", "This form is too old, or did not come from this page. Go back, reload the page and try again.", 400);

    /// <summary>A login is at another site, where form-action lets no form's answer lead: a page here leads there instead.</summary>
    private static object? Leaving(HttpContext http, object? result) =>
        HttpMethods.IsPost(http.Request.Method) && result is ChallengeHttpResult { Properties.RedirectUri: { } page }
            ? Page.Leave("Log in again", new Uri(page, UriKind.Relative))
            : result;

    /// <summary>To Auth0, and back to where the user was.</summary>
    /// <param name="mfaWithin">The login must rest on an MFA that is no older; null for any login.</param>
    /// <param name="carried">What this login alone brings back, encrypted in its state; null for nothing.</param>
    /// <param name="organization">The login must be to this one of Auth0's organizations; null for whichever.</param>
    public static IResult LogIn(
        string returnTo, string? prompt = null, TimeSpan? mfaWithin = null, IDictionary<string, string?>? carried = null, string? organization = null)
    {
        var properties = new OpenIdConnectChallengeProperties(carried ?? new Dictionary<string, string?>()) { RedirectUri = returnTo, Prompt = prompt, MaxAge = mfaWithin };
        if (organization is not null)
            properties.Items[WebLogin.Organization] = organization;
        return Results.Challenge(properties, [WebLogin.Auth0]);
    }
}
