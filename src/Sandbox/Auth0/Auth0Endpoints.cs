using Microsoft.AspNetCore.DataProtection;
using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.Auth0.Ciba;
using TokenVaultAgent.Sandbox.Auth0.Management;
using TokenVaultAgent.Sandbox.Auth0.MyAccount;
using TokenVaultAgent.Sandbox.Auth0.Phone;

namespace TokenVaultAgent.Sandbox.Auth0;

internal static class Auth0Endpoints
{
    public static void AddAuth0(this IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "auth0_csrf";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddSingleton<AuthorizationStore>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<AuthorizationRequestReader>();
        services.AddSingleton<ClientRegistration>();
        services.AddCors();
        services.AddSingleton<ActionRuntime>();
        services.AddSingleton<PostLoginTrigger>();
        services.AddSingleton<BackChannelLogin>();
        services.AddSingleton<PhoneNotifications>();
        services.AddSingleton<CibaEndpoint>();
        services.AddSingleton<LoginFlow>();
        services.AddSingleton<ClientAuthenticator>();
        services.AddSingleton<TokenVaultExchange>();
        services.AddSingleton<TokenEndpoint>();
        services.AddSingleton<PendingConnects>();
        services.AddSingleton<ManagementAccess>();
    }

    public static void MapAuth0(this WebApplication app)
    {
        app.UseBrowserClients();
        app.MapDiscovery();
        app.MapLogin();
        app.MapPost("/oauth/token", (HttpRequest request, TokenEndpoint endpoint) => endpoint.HandleAsync(request));
        app.MapPost("/oauth/revoke", (HttpRequest request, TokenEndpoint endpoint) => endpoint.RevokeAsync(request));
        app.MapPost("/oidc/register", (HttpRequest request, ClientRegistration registration) => registration.RegisterAsync(request));
        app.MapPost("/bc-authorize", (HttpRequest request, CibaEndpoint endpoint) => endpoint.HandleAsync(request));
        app.MapPhone();
        app.MapMyAccount();
        app.MapConnectPages();
        app.MapManagement();
        app.MapFallback(context => Results.Json(new { error = "Not Found" }, statusCode: StatusCodes.Status404NotFound).ExecuteAsync(context));
    }

    /// <summary>
    /// CORS, for clients that are web pages: what anybody may read, any page may; tokens, those that a client's callbacks are on
    /// (auth0.com/docs/get-started/applications/set-up-cors).
    /// </summary>
    private static void UseBrowserClients(this WebApplication app)
    {
        var tenant = app.Services.GetRequiredService<Tenant>();
        app.UseWhen(IsPublic, branch => branch.UseCors(cors => cors.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod()));
        app.UseWhen(
            context => !IsPublic(context) && (context.Request.Path.StartsWithSegments("/oauth") || context.Request.Path == "/userinfo"),
            branch => branch.UseCors(cors => cors.SetIsOriginAllowed(tenant.AllowsOrigin).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders("WWW-Authenticate", "Retry-After")));

        static bool IsPublic(HttpContext context) =>
            context.Request.Path.StartsWithSegments("/.well-known") || context.Request.Path == "/oidc/register";
    }
}
