using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using TokenVaultAgent.Sandbox.Web;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Consent;

/// <summary>A provider's sign-in and consent pages. The user can grant, grant less where the provider lets them, or refuse.</summary>
internal static class ConsentEndpoints
{
    private const string SignInPath = "/signin/identifier";
    private const string ConsentPath = "/signin/oauth/consent";

    public static void AddProviderConsent(this IServiceCollection services, ProviderConsent provider)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.Name = $"{provider.Name.ToLowerInvariant()}_csrf");
    }

    public static void MapProviderConsent(this WebApplication app, ProviderConsent provider)
    {
        app.MapGet(provider.AuthorizePath, (HttpContext http, ISandboxAddresses addresses, ProviderConsents consents) => Authorize(http, addresses, consents, provider));
        app.MapPost(SignInPath, SignInAsync);
        app.MapPost(ConsentPath, DecideAsync);
    }

    private static IResult Authorize(HttpContext http, ISandboxAddresses addresses, ProviderConsents consents, ProviderConsent provider)
    {
        var query = http.Request.Query;
        string[] scopes = [.. query["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        if (query["client_id"] != ProviderConsents.ClientId
            || !Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out var redirectUri) || !addresses.Auth0Url.IsBaseOf(redirectUri))
            return ConsentPages.Error(provider, "Error 400: redirect_uri_mismatch");
        if (query["response_type"] != "code" || scopes.Length == 0)
            return ConsentPages.Error(provider, "Error 400: invalid_request");

        var flow = consents.Begin(provider, redirectUri, query["state"].ToString(), scopes, query["login_hint"]);
        return ConsentPages.SignIn(flow, Antiforgery(http), SignInPath);
    }

    private static async Task<IResult> SignInAsync(HttpContext http, ProviderConsents consents, SandboxWorld world, IAntiforgery antiforgery)
    {
        var form = await http.Request.ReadFormAsync();
        if (!await antiforgery.IsRequestValidAsync(http) || consents.Find(form["flow"]) is not { } flow)
            return Results.BadRequest("This page has expired.");
        if (world.Find(flow.Provider.Provider, form["identifier"].ToString()) is not { } account || account.Password != form["passwd"])
            return ConsentPages.SignIn(flow with { LoginHint = form["identifier"] }, Antiforgery(http), SignInPath, "Wrong address or password");

        flow.Account = account;
        return ConsentPages.Consent(flow, Antiforgery(http), ConsentPath);
    }

    private static async Task<IResult> DecideAsync(HttpContext http, ProviderConsents consents, IAntiforgery antiforgery)
    {
        var form = await http.Request.ReadFormAsync();
        if (!await antiforgery.IsRequestValidAsync(http) || consents.Find(form["flow"]) is not { Account: { } account } flow)
            return Results.BadRequest("This page has expired.");
        if (form["decision"] != "accept")
        {
            consents.End(flow);
            return Back(flow, new() { ["error"] = "access_denied", ["error_description"] = "The user did not consent" });
        }

        var chosen = form["scope"].ToHashSet();
        var granted = flow.Scopes.Where(scope => !flow.Provider.IsGranular || !ProviderConsent.IsChoice(scope) || chosen.Contains(scope));
        return Back(flow, new() { ["code"] = consents.Grant(flow, account, [.. granted]) });
    }

    private static IResult Back(ConsentFlow flow, Dictionary<string, string?> answer)
    {
        answer["state"] = flow.State;
        return Results.Redirect(QueryHelpers.AddQueryString(flow.RedirectUri.ToString(), answer));
    }

    private static AntiforgeryTokenSet Antiforgery(HttpContext http) =>
        http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
}
