using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using TokenVaultAgent.AgentServer.Authentication;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Pages;

/// <summary>
/// The login of this server's own pages: Authorization Code with PKCE, state and nonce. The session is a cookie that holds, encrypted,
/// who logged in and the Auth0 refresh token; nothing of it is kept here, so that any replica can serve any request.
/// </summary>
internal static class WebLogin
{
    /// <summary>The scheme of the session cookie.</summary>
    public const string Session = "web-session";

    /// <summary>The scheme that sends the browser to Auth0.</summary>
    public const string Auth0 = "web-auth0";

    private static readonly HashSet<string> KnownErrors = new(StringComparer.Ordinal)
    {
        "access_denied", "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "login_required", "interaction_required", "server_error", "temporarily_unavailable",
    };

    public const string RefreshToken = "refresh_token";

    /// <summary>The parameter of a login, and where it is kept until the answer comes.</summary>
    public const string Organization = "organization";

    /// <summary>The login must not be to an organization, even where the tenant would lead every login to one.</summary>
    public const string NoOrganization = "";

    private const string MaxAge = "max_age";

    public static readonly TimeSpan SessionLifetime = TimeSpan.FromHours(1);

    public static void AddWebLogin(this IServiceCollection services)
    {
        services.AddAuthentication()
            .AddCookie(Session)
            .AddOpenIdConnect(Auth0, _ => { });
        services.AddOptions<CookieAuthenticationOptions>(Session).Configure<PageAddresses>(ConfigureSession);
        services.AddOptions<OpenIdConnectOptions>(Auth0).Configure<PageAddresses, IOptions<Auth0Options>>(ConfigureAuth0);
    }

    /// <summary>To Auth0, and back to where the user was.</summary>
    /// <param name="mfaWithin">The login must rest on an MFA that is no older; null for any login.</param>
    /// <param name="carried">What this login alone brings back, encrypted in its state; null for nothing.</param>
    /// <param name="email">Who is expected to log in: the address is filled in; null for anyone.</param>
    /// <param name="organization">The login must be to this one of Auth0's organizations; null for whichever.</param>
    public static IResult LogIn(
        string returnTo, string? prompt = null, TimeSpan? mfaWithin = null, IDictionary<string, string?>? carried = null, string? organization = null,
        string? email = null)
    {
        var properties = new OpenIdConnectChallengeProperties(carried ?? new Dictionary<string, string?>()) { RedirectUri = returnTo, Prompt = prompt, MaxAge = mfaWithin };
        if (organization is not null)
            properties.Items[Organization] = organization;
        if (email is not null)
            properties.SetParameter(OpenIdConnectParameterNames.LoginHint, email);
        return Results.Challenge(properties, [Auth0]);
    }

    private static void ConfigureSession(CookieAuthenticationOptions session, PageAddresses pages)
    {
        Protect(session.Cookie, pages.CookieName("session"), pages);
        session.ExpireTimeSpan = SessionLifetime;
        // A session that renews itself never ends; after this one Auth0's own lets the user in again, or asks for a password.
        session.SlidingExpiration = false;
    }

    private static void ConfigureAuth0(OpenIdConnectOptions login, PageAddresses pages, IOptions<Auth0Options> auth0)
    {
        var web = auth0.Value.WebClient!;
        login.Authority = auth0.Value.Issuer!.OriginalString;
        // The setting's validator allows http on loopback only.
        login.RequireHttpsMetadata = auth0.Value.Issuer.Scheme == Uri.UriSchemeHttps;
        login.ClientId = web.ClientId;
        login.ClientSecret = web.ClientSecret;
        login.ResponseType = OpenIdConnectResponseType.Code;
        login.ResponseMode = OpenIdConnectResponseMode.Query;
        login.CallbackPath = pages.SigninCallbackPath;
        login.SignInScheme = Session;
        login.MapInboundClaims = false;
        login.DisableTelemetry = true;
        login.TokenValidationParameters.NameClaimType = "email";
        login.Scope.Clear();
        foreach (var scope in (string[])["openid", "email", "offline_access"])
            login.Scope.Add(scope);
        // Over http, where browsers refuse SameSite=None, the answer must come by a top-level GET: response_mode=query.
        Protect(login.CorrelationCookie, pages.CookieName("correlation."), pages);
        Protect(login.NonceCookie, pages.CookieName("nonce."), pages);
        login.Events = new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = AskFor,
            OnTokenValidated = KeepWhatIsNeeded,
            OnRemoteFailure = context => FailAsync(context, pages),
        };
    }

    /// <summary>Bound to this host, out of reach for scripts, sent along when the browser comes back from Auth0 but never with a foreign form.</summary>
    public static void Protect(CookieBuilder cookie, string name, PageAddresses pages)
    {
        cookie.Name = name;
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.IsEssential = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = pages.AreSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
    }

    /// <summary>A maximum age asks for MFA too: without that, a password entered now would do.</summary>
    private static Task AskFor(RedirectContext context)
    {
        if (context.Properties.Items.TryGetValue(Organization, out var organization) && organization != NoOrganization)
            context.ProtocolMessage.SetParameter(Organization, organization);
        context.ProtocolMessage.LoginHint = context.Properties.GetParameter<string>(OpenIdConnectParameterNames.LoginHint);
        if (context.ProtocolMessage.MaxAge is not { } maxAge)
            return Task.CompletedTask;
        context.ProtocolMessage.AcrValues = MfaClaims.Acr;
        // Kept, encrypted, in the state until the answer comes.
        context.Properties.Items[MaxAge] = maxAge;
        return Task.CompletedTask;
    }

    /// <summary>
    /// A login to an organization must have been to that one (auth0.com/docs/manage-users/organizations/using-tokens). The cookie holds the
    /// subject, the organization, the address to greet with, when MFA was met, and the refresh token; the other tokens are done with.
    /// </summary>
    private static Task KeepWhatIsNeeded(TokenValidatedContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (context.Properties!.Items.TryGetValue(Organization, out var asked) && (context.Principal!.FindFirst(WebUser.OrganizationClaim)?.Value ?? NoOrganization) != asked)
        {
            context.Fail("The login was to another organization than was asked for.");
            return Task.CompletedTask;
        }

        var mfa = services.GetRequiredService<MfaClaims>();
        var claims = context.Principal!.Claims.Where(claim => claim.Type is "sub" or "email" or WebUser.OrganizationClaim).ToList();
        claims.Add(new Claim(WebUser.SessionClaim, WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16))));
        if (mfa.TimeOf(context.Principal.Claims) is { } time && IsAsFreshAsAsked(context))
            claims.Add(new Claim(WebUser.MfaTimeClaim, time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        if (mfa.IsEnrolledNow(context.Principal.Claims))
            PagesLog.FactorEnrolled(services.GetRequiredService<ILogger<WebUser>>());
        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Auth0, "email", null));
        if (context.TokenEndpointResponse?.RefreshToken is { Length: > 0 } refreshToken)
        {
            context.Properties!.StoreTokens([new AuthenticationToken { Name = RefreshToken, Value = refreshToken }]);
            return Task.CompletedTask;
        }

        // Without one no page could be shown, and the browser would be sent to log in for ever.
        PagesLog.NoRefreshToken(services.GetRequiredService<ILogger<WebUser>>());
        context.HandleResponse();
        context.Response.Redirect(new Uri(services.GetRequiredService<PageAddresses>().Root, "signin/misconfigured").ToString());
        return Task.CompletedTask;
    }

    /// <summary>OpenID Connect Core section 3.1.2.1: who asks for <c>max_age</c> gets <c>auth_time</c>, and must look at it.</summary>
    private static bool IsAsFreshAsAsked(TokenValidatedContext context) =>
        !context.Properties!.Items.TryGetValue(MaxAge, out var maxAge)
        || (long.TryParse(context.Principal!.FindFirst("auth_time")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var authTime)
            && context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds() - authTime
                <= long.Parse(maxAge!, CultureInfo.InvariantCulture) + MfaClaims.Skew.TotalSeconds);

    /// <summary>The login was refused, given up, or answered twice: back to the page that says so, without the answer's words.</summary>
    private static Task FailAsync(RemoteFailureContext context, PageAddresses pages)
    {
        PagesLog.LoginFailed(context.HttpContext.RequestServices.GetRequiredService<ILogger<WebUser>>(), ReasonOf(context.Failure));
        context.HandleResponse();
        context.Response.Redirect(new Uri(pages.Root, "signin/failed").ToString());
        return Task.CompletedTask;
    }

    /// <summary>Auth0's error where it is a known one: what comes in an address is not for logs.</summary>
    private static string ReasonOf(Exception? failure) =>
        failure?.Data["error"] is string error && KnownErrors.Contains(error) ? error : failure?.GetBaseException().GetType().Name ?? "no reason";
}
