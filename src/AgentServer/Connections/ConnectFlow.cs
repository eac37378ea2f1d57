using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace TokenVaultAgent.AgentServer.Connections;

/// <summary>What a browser carries while it is away at the provider, in an encrypted cookie of its own: no other browser can complete the connect.</summary>
/// <param name="Owner">The user who began.</param>
/// <param name="State">What must come back.</param>
/// <param name="Verifier">RFC 7636.</param>
/// <param name="AuthSession">Of My Account.</param>
/// <param name="Hint">The address that the user said it would be.</param>
internal sealed record ConnectFlow(
    string LinkId, string Owner, string Connection, string State, string Verifier, string AuthSession, string? Hint)
{
    public override string ToString() => "[redacted]";
}

/// <summary>Writes and reads the cookie. There is one: who begins twice in one browser completes the second.</summary>
internal sealed class ConnectFlows(IDataProtectionProvider protection, PageAddresses pages, TimeProvider clock)
{
    /// <summary>As long as My Account keeps its side.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly IDataProtector _protector = protection.CreateProtector("connect.flow.v1");
    private readonly string _cookie = pages.CookieName("connect");

    public static string NewSecret() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    public void Begin(HttpResponse response, ConnectFlow flow) => response.Cookies.Append(
        _cookie, _protector.Protect(JsonSerializer.Serialize(new Timed(flow, clock.GetUtcNow() + Lifetime))), Options());

    /// <summary>
    /// Takes it out of the browser. Null where there is none, its time is over, or it is another's state: then it stays, since anyone can
    /// send a browser here with a state of their own.
    /// </summary>
    public ConnectFlow? Take(HttpContext http, string? state)
    {
        if (http.Request.Cookies[_cookie] is not { } text || Read(text) is not { } timed || timed.ExpiresAt <= clock.GetUtcNow()
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(timed.Flow.State), Encoding.UTF8.GetBytes(state ?? "")))
            return null;
        http.Response.Cookies.Delete(_cookie, Options());
        return timed.Flow;
    }

    private Timed? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Timed>(_protector.Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private CookieOptions Options()
    {
        var cookie = new CookieBuilder();
        WebLogin.Protect(cookie, _cookie, pages);
        return new CookieOptions
        {
            Path = cookie.Path, HttpOnly = cookie.HttpOnly, SameSite = cookie.SameSite, Secure = pages.AreSecure, IsEssential = true, MaxAge = Lifetime,
        };
    }

    private sealed record Timed(ConnectFlow Flow, DateTimeOffset ExpiresAt);
}
