using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using TokenVaultAgent.AgentServer.Hosting;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Authentication;

/// <summary>Checks access tokens against the tenant and makes a <see cref="Caller"/> of each good one, once per request.</summary>
internal static class CallerAuthentication
{
    private static readonly string[] Algorithms =
        [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];

    /// <summary><c>JWT</c> in Auth0's own token profile, <c>at+jwt</c> in RFC 9068's. An ID token has neither this audience nor a place here.</summary>
    private static readonly string[] Types = ["JWT", "at+jwt"];

    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    public static void AddCallerAuthentication(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<Challenges>();
        services.AddSingleton<MfaClaims>();
        services.AddSingleton<RefusedTokens>();
        services.AddScoped(CurrentCaller);
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddAuthorization();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<IOptions<Auth0Options>, TimeProvider>(Configure);
    }

    private static void Configure(JwtBearerOptions jwt, IOptions<Auth0Options> auth0, TimeProvider clock)
    {
        var issuer = auth0.Value.Issuer!;
        jwt.Authority = issuer.OriginalString;
        // The setting's validator allows http on loopback only.
        jwt.RequireHttpsMetadata = issuer.Scheme == Uri.UriSchemeHttps;
        jwt.TokenHandlers.Clear();
        jwt.TokenHandlers.Add(new ValidatedTokens(clock));
        jwt.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = issuer.OriginalString,
            ValidAudience = auth0.Value.Audience,
            // Another API of the tenant may have this one's identifier and a slash (RFC 7519 section 4.1.3: case-sensitive, as it is).
            IgnoreTrailingSlashWhenValidatingAudience = false,
            ValidAlgorithms = Algorithms,
            ValidTypes = Types,
            LifetimeValidator = (notBefore, expires, _, _) => IsCurrent(notBefore, expires, clock.GetUtcNow().UtcDateTime),
            // The tenant's tokens always name their key.
            TryAllIssuerSigningKeys = false,
        };
        jwt.Events = new JwtBearerEvents { OnTokenValidated = AcceptUser, OnChallenge = ChallengeAsync, OnAuthenticationFailed = NoteRefusal };
    }

    /// <summary>The library's own rule, by this server's clock: the library goes by the machine's alone.</summary>
    private static bool IsCurrent(DateTime? notBefore, DateTime? expires, DateTime now)
    {
        if (expires is null)
            throw new SecurityTokenNoExpirationException();
        if (expires < now - ClockSkew)
            throw new SecurityTokenExpiredException { Expires = expires.Value };
        return notBefore is null || notBefore <= now + ClockSkew;
    }

    private static Task AcceptUser(TokenValidatedContext context)
    {
        var mfa = context.HttpContext.RequestServices.GetRequiredService<MfaClaims>();
        if (CallerFactory.TryCreate(context.SecurityToken, mfa, out var caller))
            context.HttpContext.Features.Set(caller);
        else
            context.Fail("The token stands for no user.");
        return Task.CompletedTask;
    }

    private static Task NoteRefusal(AuthenticationFailedContext context)
    {
        context.HttpContext.RequestServices.GetRequiredService<RefusedTokens>().Note(context.Exception);
        return Task.CompletedTask;
    }

    private static Task ChallengeAsync(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        var challenges = context.HttpContext.RequestServices.GetRequiredService<Challenges>();
        var hasToken = context.AuthenticateFailure is not null;
        context.Response.Headers.WWWAuthenticate = hasToken ? challenges.TokenInvalid() : challenges.TokenMissing();
        var refusal = hasToken
            ? new JsonRefusal(StatusCodes.Status401Unauthorized, "invalid_token", "The access token is expired, or not one for this server. Log in again.")
            : new JsonRefusal(StatusCodes.Status401Unauthorized, "unauthorized", "Log in first: WWW-Authenticate says where.");
        return refusal.WriteAsync(context.Response);
    }

    private static Caller CurrentCaller(IServiceProvider services) =>
        services.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<Caller>()
        ?? throw new InvalidOperationException("A caller was asked for outside an authenticated request.");
}
