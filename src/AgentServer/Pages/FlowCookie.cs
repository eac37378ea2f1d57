using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace TokenVaultAgent.AgentServer.Pages;

/// <summary>
/// What a browser carries, encrypted, while it is away at another site: only the browser that began can end. There is one of each kind: of
/// two begun in one browser, the second counts.
/// </summary>
/// <param name="name">Of the cookie, and of what it is encrypted for.</param>
internal sealed class FlowCookie<T>(string name, IDataProtectionProvider protection, PageAddresses pages, TimeProvider clock) where T : class
{
    /// <summary>As long as My Account keeps its side.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly IDataProtector _protector = protection.CreateProtector($"{name}.flow.v1");
    private readonly string _cookie = pages.CookieName(name);

    public void Begin(HttpResponse response, T flow) => response.Cookies.Append(
        _cookie, _protector.Protect(JsonSerializer.Serialize(new Timed(flow, clock.GetUtcNow() + Lifetime))), Options());

    /// <summary>
    /// Takes it out of the browser. Null where there is none, its time is over, or it is not the one that is meant: then it stays, since
    /// anyone can send a browser here.
    /// </summary>
    public T? Take(HttpContext http, Predicate<T> isMeant)
    {
        if (http.Request.Cookies[_cookie] is not { } text || Read(text) is not { } timed || timed.ExpiresAt <= clock.GetUtcNow() || !isMeant(timed.Flow))
            return null;
        End(http.Response);
        return timed.Flow;
    }

    /// <summary>Whatever was begun in this browser is over.</summary>
    public void End(HttpResponse response) => response.Cookies.Delete(_cookie, Options());

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
            Path = cookie.Path,
            HttpOnly = cookie.HttpOnly,
            SameSite = cookie.SameSite,
            Secure = pages.AreSecure,
            IsEssential = true,
            MaxAge = Lifetime,
        };
    }

    private sealed record Timed(T Flow, DateTimeOffset ExpiresAt);
}
