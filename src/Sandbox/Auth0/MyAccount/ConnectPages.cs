using Microsoft.AspNetCore.WebUtilities;
using TokenVaultAgent.Sandbox.Consent;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Auth0.MyAccount;

/// <summary>The browser's part of a connect: <c>connect_uri</c>, the provider, and back to the application.</summary>
internal static class ConnectPages
{
    public const string ConnectPath = "/connected-accounts/connect";
    private const string CallbackPath = "/login/callback";

    public static void MapConnectPages(this WebApplication app)
    {
        app.MapGet(ConnectPath, Open);
        app.MapGet(CallbackPath, Return);
    }

    /// <summary>Goes on for the user alone who asked for the ticket, in a session at this tenant.</summary>
    private static IResult Open(HttpContext http, PendingConnects pending, AuthorizationStore store, ISandboxAddresses addresses)
    {
        if (pending.OpenTicket(http.Request.Query["ticket"]) is not { } connect)
            return Pages.Error("This ticket is unknown, used or expired. Go back to the application and try again.");
        if (LoginEndpoints.Session(http, store)?.User.Sub != connect.Sub)
            return Pages.Error("You are not logged in as the user who asked to connect this account.");

        var provider = ProviderConsent.Of(connect.Connection.Strategy);
        return Results.Redirect(QueryHelpers.AddQueryString(new Uri(provider.Address(addresses), provider.AuthorizePath).ToString(), new Dictionary<string, string?>
        {
            ["client_id"] = ProviderConsents.ClientId,
            ["redirect_uri"] = new Uri(addresses.Auth0Url, CallbackPath).ToString(),
            ["response_type"] = "code",
            ["scope"] = string.Join(' ', connect.Scopes),
            ["state"] = connect.ProviderState,
            ["access_type"] = "offline",
            ["prompt"] = "consent",
            ["login_hint"] = connect.Request.LoginHint,
        }.Where(p => p.Value is not null)));
    }

    private static IResult Return(HttpContext http, PendingConnects pending, AuthorizationStore store, ProviderConsents consents, Tenant tenant)
    {
        var query = http.Request.Query;
        if (pending.FindByProviderState(query["state"]) is not { Answer: null } connect || LoginEndpoints.Session(http, store)?.User.Sub != connect.Sub)
            return Pages.Error("This page has expired. Go back to the application and try again.");
        if (query["error"] is [{ Length: > 0 } error, ..])
            return Back(connect, tenant, new() { ["error"] = error, ["error_description"] = query["error_description"] });
        if (consents.Redeem(query["code"]) is not { } granted)
            return Back(connect, tenant, new() { ["error"] = "access_denied", ["error_description"] = "The provider did not accept its own code" });

        connect.Answer = new ConnectAnswered(Secrets.New(24), granted.Account, granted.Scopes);
        return Back(connect, tenant, new() { ["connect_code"] = connect.Answer.Code });
    }

    private static IResult Back(PendingConnect connect, Tenant tenant, Dictionary<string, string?> answer)
    {
        answer["state"] = connect.Request.State;
        var redirect = QueryHelpers.AddQueryString(connect.Request.RedirectUri, answer.Where(p => p.Value is not null));
        var end = connect.Request.RedirectUri.Length;
        return Results.Redirect(tenant.Settings.ConnectAnswer == ConnectAnswer.Query ? redirect : $"{redirect[..end]}#{redirect[(end + 1)..]}");
    }
}
