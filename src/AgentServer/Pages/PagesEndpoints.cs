using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Pages;

/// <summary>What all of this server's own pages share: headers, forms that nobody else can send, the login and the ways out of it.</summary>
internal static class PagesEndpoints
{
    /// <summary>No script or style but this server's own files, no frame, no form to anywhere else.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void AddPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<PageAddresses>();
        services.AddSingleton<LandingPage>();
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

    /// <summary>Adds pages to those that are served.</summary>
    public static void AddPages<TPages>(this IServiceCollection services) where TPages : class, IPages
    {
        services.AddSingleton<TPages>();
        services.AddSingleton<IPages>(provider => provider.GetRequiredService<TPages>());
    }

    /// <param name="name">Of the cookie.</param>
    public static void AddFlowCookie<TFlow>(this IServiceCollection services, string name) where TFlow : class =>
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<FlowCookie<TFlow>>(provider, name));

    public static void MapPages(this WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<PageAddresses>();
        var open = app.MapGroup(addresses.Root.AbsolutePath).AllowAnonymous().AddEndpointFilter(WithHeadersAsync);
        app.Services.GetRequiredService<LandingPage>().Map(open);
        PageAssets.Map(app, addresses);
        if (!addresses.AreServed)
            return;

        var pages = open.MapGroup("").AddEndpointFilter(AsPageAsync);
        foreach (var some in app.Services.GetServices<IPages>())
            some.Map(pages);
        pages.MapGet("signin", () => WebLogin.LogIn(addresses.Accounts.AbsolutePath, prompt: "login"));
        pages.MapGet("signin/failed", () => Page.Message(
            "Not logged in", "The login was not completed. Open the link again, or go back to your chat and ask again.", 400));
        pages.MapGet("signin/misconfigured", Page.Misconfigured);
        pages.MapGet("signed-out", () => Page.Message("Signed out", "You have signed out. You can close this page."));
    }

    private static ValueTask<object?> WithHeadersAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        // With no-referrer, browsers send "Origin: null" along with this server's own forms.
        headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }

    private static async ValueTask<object?> AsPageAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
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
    }

    private static IResult Again() => Page.Message(
        "Please try again", "This form is too old, or did not come from this page. Go back, reload the page and try again.", 400);

    /// <summary>A login is at another site, where form-action lets no form's answer lead: a page here leads there instead.</summary>
    private static object? Leaving(HttpContext http, object? result) =>
        HttpMethods.IsPost(http.Request.Method) && result is ChallengeHttpResult { Properties.RedirectUri: { } page }
            ? Page.Leave("Log in again", new Uri(page, UriKind.Relative))
            : result;
}

/// <summary>Pages of one kind.</summary>
internal interface IPages
{
    void Map(RouteGroupBuilder pages);
}
