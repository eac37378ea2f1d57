using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary><c>/authorize</c> and the pages behind it.</summary>
internal static class LoginEndpoints
{
    private const string SessionCookie = "auth0";

    /// <summary>Outlives sessions: it identifies a returning browser.</summary>
    private const string DeviceCookie = "did";

    public static void MapLogin(this WebApplication app)
    {
        app.MapGet("/authorize", AuthorizeAsync);
        app.MapGet(Step.Push.Path(), PushStep.Wait);
        foreach (var step in Enum.GetValues<Step>().Where(step => step != Step.Push))
            app.MapGet(step.Path(), (HttpContext http, AuthorizationStore store, IAntiforgery antiforgery) =>
                store.FindTransaction(http.Request.Query["state"]) is { } transaction
                    ? Pages.Step(step, transaction, antiforgery.GetAndStoreTokens(http))
                    : Pages.Error("This page has expired. Go back to the application and try again."));
        app.MapPost(Step.Login.Path(), (HttpContext http, IAntiforgery antiforgery) => SubmitAsync(http, antiforgery, Step.Login, LogIn));
        app.MapPost(Step.Mfa.Path(), (HttpContext http, IAntiforgery antiforgery) => SubmitAsync(http, antiforgery, Step.Mfa, MfaSteps.GiveCode));
        app.MapPost(Step.Enrolment.Path(), (HttpContext http, IAntiforgery antiforgery) => SubmitAsync(http, antiforgery, Step.Enrolment, MfaSteps.Enrol));
        app.MapPost(Step.Consent.Path(), (HttpContext http, IAntiforgery antiforgery) => SubmitAsync(http, antiforgery, Step.Consent, Decide));
        app.MapGet("/v2/logout", (HttpContext http, Tenant tenant) => LogOut(http, tenant, http.Request.Query["client_id"], "returnTo"));
        app.MapGet("/oidc/logout", async (HttpContext http, Tenant tenant, AccessTokens tokens) => LogOut(
            http, tenant, http.Request.Query["client_id"] is [{ } id, ..] ? id : await tokens.ClientOfIdTokenAsync(http.Request.Query["id_token_hint"]),
            "post_logout_redirect_uri"));
    }

    private static async Task<IResult> AuthorizeAsync(HttpContext http, AuthorizationRequestReader reader, AuthorizationStore store, LoginFlow flow)
    {
        try
        {
            var (client, redirectUri) = await reader.ReadDestinationAsync(http.Request.Query, http.RequestAborted);
            try
            {
                var transaction = store.Begin(reader.Read(client, redirectUri, http.Request.Query));
                return flow.Next(transaction, Session(http), Device(http));
            }
            catch (OAuthErrorException error)
            {
                var request = new AuthorizationRequest
                {
                    Client = client,
                    RedirectUri = redirectUri,
                    State = http.Request.Query["state"],
                    Scopes = [],
                    CodeChallenge = "",
                };
                return flow.Refuse(request, error.Error, error.Description);
            }
        }
        catch (UntrustedRedirectException exception)
        {
            return Pages.Error(exception.Message);
        }
    }

    private static async Task<IResult> SubmitAsync(
        HttpContext http, IAntiforgery antiforgery, Step step, Func<HttpContext, IFormCollection, Transaction, string?> handle)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Pages.Error("This form did not come from this page.");
        var form = await http.Request.ReadFormAsync();
        var store = http.RequestServices.GetRequiredService<AuthorizationStore>();
        if (store.FindTransaction(form["state"]) is not { } transaction)
            return Pages.Error("This page has expired. Go back to the application and try again.");

        string? fault;
        lock (transaction.Lock)
            fault = handle(http, form, transaction);
        var answer = http.Features.Get<IResult>();
        if (answer is null && fault is not null)
            return Pages.Step(step, transaction, antiforgery.GetAndStoreTokens(http), fault, form["username"]);
        return answer ?? Next(http, transaction);
    }

    public static IResult Next(HttpContext http, Transaction transaction) =>
        http.RequestServices.GetRequiredService<LoginFlow>().Next(transaction, Session(http), Device(http));

    private static string? LogIn(HttpContext http, IFormCollection form, Transaction transaction)
    {
        var user = http.RequestServices.GetRequiredService<Tenant>().FindUser(form["username"].ToString());
        if (user is null || user.Password != form["password"])
            return "Wrong email or password";

        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        StartSession(http, new LoginSession(Secrets.New(24), user, clock.GetUtcNow()));
        transaction.LoggedIn = true;
        return null;
    }

    private static string? Decide(HttpContext http, IFormCollection form, Transaction transaction)
    {
        if (Session(http) is not { } session || transaction.Actions is not { } actions)
            return "Log in first";
        var store = http.RequestServices.GetRequiredService<AuthorizationStore>();
        if (form["decision"] == "accept")
        {
            store.Consent(session.User.Sub, transaction.Request, actions.TargetScopes);
            transaction.Consented = true;
            return null;
        }

        Refuse(http, transaction, "User did not authorize the request");
        return null;
    }

    /// <summary>The answer to the form that is being handled: the transaction is over.</summary>
    public static void Refuse(HttpContext http, Transaction transaction, string description) =>
        http.Features.Set(http.RequestServices.GetRequiredService<LoginFlow>().Refuse(transaction, description));

    /// <param name="parameter">The name under which the address to return to is given.</param>
    private static IResult LogOut(HttpContext http, Tenant tenant, string? clientId, string parameter)
    {
        if (Session(http) is { } session)
            http.RequestServices.GetRequiredService<AuthorizationStore>().RemoveSession(session.Id);
        http.Response.Cookies.Delete(SessionCookie);
        if (http.Request.Query[parameter] is not [{ } returnTo, ..])
            return Results.Text("OK");
        return tenant.FindClient(clientId) is { IsFirstParty: true } client
            && client.AllowedLogoutUrls.Any(url => url.OriginalString == returnTo)
            ? Results.Redirect(http.Request.Query["state"] is [{ } state, ..] ? QueryHelpers.AddQueryString(returnTo, "state", state) : returnTo)
            : Pages.Error("The returnTo URL is not in the list of allowed logout URLs.");
    }

    /// <summary>The session of this browser. A login in this very request counts already.</summary>
    public static LoginSession? Session(HttpContext http, AuthorizationStore store) =>
        http.Features.Get<LoginSession>() is { } started
            ? store.FindSession(started.Id)
            : store.FindSession(http.Request.Cookies[SessionCookie]);

    public static LoginSession? Session(HttpContext http) => Session(http, http.RequestServices.GetRequiredService<AuthorizationStore>());

    private static string? Device(HttpContext http) => http.Request.Cookies[DeviceCookie];

    private static void StartSession(HttpContext http, LoginSession session)
    {
        http.Features.Set(http.RequestServices.GetRequiredService<AuthorizationStore>().Save(session));
        var cookie = new CookieOptions { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/" };
        http.Response.Cookies.Append(SessionCookie, session.Id, cookie);
        if (Device(http) is null)
            http.Response.Cookies.Append(DeviceCookie, Secrets.New(16), new CookieOptions(cookie) { MaxAge = TimeSpan.FromDays(365) });
    }
}
