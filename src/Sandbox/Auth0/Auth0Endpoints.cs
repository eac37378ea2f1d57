using Microsoft.AspNetCore.DataProtection;
using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.Auth0.Ciba;
using TokenVaultAgent.Sandbox.Auth0.MyAccount;
using TokenVaultAgent.Sandbox.Auth0.Phone;

namespace TokenVaultAgent.Sandbox.Auth0;

internal static class Auth0Endpoints
{
    public static void AddAuth0(this IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.Name = "auth0_csrf");
        services.AddSingleton<AuthorizationStore>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<AuthorizationRequestReader>();
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
    }

    public static void MapAuth0(this WebApplication app)
    {
        app.MapDiscovery();
        app.MapLogin();
        app.MapPost("/oauth/token", (HttpRequest request, TokenEndpoint endpoint) => endpoint.HandleAsync(request));
        app.MapPost("/oauth/revoke", (HttpRequest request, TokenEndpoint endpoint) => endpoint.RevokeAsync(request));
        app.MapPost("/bc-authorize", (HttpRequest request, CibaEndpoint endpoint) => endpoint.HandleAsync(request));
        app.MapPhone();
        app.MapMyAccount();
        app.MapConnectPages();
        app.MapFallback(() => Results.Json(new { error = "Not Found" }, statusCode: StatusCodes.Status404NotFound));
    }
}
