using System.Collections.Frozen;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Sessions;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Pages;

/// <summary>Who is logged in at this server's pages. A page that takes one as a nullable argument gets null where nobody is.</summary>
/// <param name="Caller">The same user as an agent's caller, with the session's refresh token in place of an access token.</param>
/// <param name="Email">To greet with; null where the tenant did not tell.</param>
/// <param name="Session">Names the session, for as long as it lasts.</param>
internal sealed record WebUser(Caller Caller, string? Email, string Session)
{
    /// <summary>In the session's cookie: Unix seconds.</summary>
    public const string MfaTimeClaim = "mfa_time";

    /// <summary>In the session's cookie: random.</summary>
    public const string SessionClaim = "session";

    /// <summary>Of the ID token, and in the session's cookie.</summary>
    public const string OrganizationClaim = "org_id";

    public string Owner => Caller.Owner;

    public static async ValueTask<WebUser?> BindAsync(HttpContext http)
    {
        var session = await http.AuthenticateAsync(WebLogin.Session);
        return session is { Succeeded: true } && Of(session.Principal, session.Properties, http) is { } user
            && !await http.RequestServices.GetRequiredService<EndedSessions>().IsEndedAsync(user.Session, http.RequestAborted)
            ? user
            : null;
    }

    /// <summary>Null where the session lacks a claim that every session has.</summary>
    public static WebUser? Of(ClaimsPrincipal principal, AuthenticationProperties properties, HttpContext http) =>
        principal.FindFirst("sub")?.Value is { } subject
        && principal.FindFirst(SessionClaim)?.Value is { } session
        && properties.GetTokenValue(WebLogin.RefreshToken) is { } refreshToken
            ? new WebUser(new Caller
            {
                Issuer = http.RequestServices.GetRequiredService<IOptions<Auth0Options>>().Value.Issuer!.OriginalString,
                Subject = subject,
                SubjectToken = new SubjectToken(refreshToken, SubjectTokenType.RefreshToken),
                SubjectTokenExpiresAt = DateTimeOffset.MaxValue,
                Scopes = FrozenSet<string>.Empty,
                Organization = principal.FindFirst(OrganizationClaim)?.Value,
                MfaTime = long.TryParse(principal.FindFirst(MfaTimeClaim)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null,
            }, principal.FindFirst("email")?.Value, session)
            : null;
}
