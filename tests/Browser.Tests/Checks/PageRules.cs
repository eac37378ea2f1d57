using Microsoft.Net.Http.Headers;
using Microsoft.Playwright;

namespace TokenVaultAgent.Browser.Tests.Checks;

/// <summary>The headers and cookies that every page of the server must have. Each assertion names all rules that are broken.</summary>
internal static class PageRules
{
    private static readonly string[] AnySite = ["*", "http:", "https:"];

    public static async Task AssertHeadersAsync(IResponse page)
    {
        var faults = new List<string>();
        if (await HeaderAsync(page, "Content-Type") is not { } type || !type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase))
            faults.Add("it is not HTML");
        faults.AddRange(PolicyFaults(await HeaderAsync(page, "Content-Security-Policy") ?? ""));
        if (await HeaderAsync(page, "X-Content-Type-Options") != "nosniff")
            faults.Add("X-Content-Type-Options is not nosniff");
        if (await HeaderAsync(page, "Referrer-Policy") is not ("no-referrer" or "same-origin"))
            faults.Add("Referrer-Policy is neither no-referrer nor same-origin");
        if (!Split(await HeaderAsync(page, "Cache-Control") ?? "", ',').Contains("no-store", StringComparer.OrdinalIgnoreCase))
            faults.Add("Cache-Control lacks no-store");

        Assert.True(faults.Count == 0, $"{page.Url} breaks the rules of pages:\n{string.Join('\n', faults)}");
    }

    /// <summary>Asserts over every cookie that an answer sets or takes away, be it a page or a redirect.</summary>
    public static async Task AssertSetCookiesAsync(IResponse answer)
    {
        var faults = SetCookieHeaderValue.ParseList([.. await answer.HeaderValuesAsync("Set-Cookie")])
            .SelectMany(cookie => CookieFaults(
                cookie.Name.ToString(), cookie.Secure, cookie.HttpOnly,
                cookie.SameSite is SameSiteMode.Strict or SameSiteMode.Lax, cookie.Path.ToString()))
            .ToList();

        Assert.True(faults.Count == 0, $"{answer.Url} breaks the rules of cookies:\n{string.Join('\n', faults)}");
    }

    /// <summary>
    /// Asserts over every cookie that the browser holds for the host of <paramref name="origin"/>; there must be one at least.
    /// </summary>
    /// <remarks>Cookies know no ports: where another server answers on the same host, its cookies are looked at too.</remarks>
    public static async Task AssertCookiesAsync(IBrowserContext context, Uri origin)
    {
        Assert.Equal("https", origin.Scheme);
        // Asked by address, the browser would leave out the cookies of other paths.
        var cookies = (await context.CookiesAsync()).Where(cookie => cookie.Domain.TrimStart('.') == origin.Host).ToList();

        Assert.NotEmpty(cookies);
        var faults = cookies
            .SelectMany(cookie => CookieFaults(
                cookie.Name, cookie.Secure, cookie.HttpOnly,
                cookie.SameSite is SameSiteAttribute.Strict or SameSiteAttribute.Lax, cookie.Path))
            .ToList();
        Assert.True(faults.Count == 0, $"{origin} breaks the rules of cookies:\n{string.Join('\n', faults)}");
    }

    private static IEnumerable<string> PolicyFaults(string policy)
    {
        if (policy.Contains(',', StringComparison.Ordinal))
            yield return "Content-Security-Policy is more than one policy";
        // Of two directives of one name the first counts.
        var directives = Split(policy, ';').Select(directive => Split(directive, ' ')).DistinctBy(words => words[0].ToLowerInvariant())
            .ToDictionary(words => words[0].ToLowerInvariant(), words => words[1..]);
        if (directives.GetValueOrDefault("default-src") is not ["'none'" or "'self'"])
            yield return "Content-Security-Policy has no default-src of 'none' or 'self'";
        // These do not fall back to default-src.
        if (directives.GetValueOrDefault("frame-ancestors") is not ["'none'"])
            yield return "Content-Security-Policy has no frame-ancestors of 'none'";
        if (directives.GetValueOrDefault("form-action") is not ["'self'"])
            yield return "Content-Security-Policy has no form-action of 'self'";
        if (directives.GetValueOrDefault("base-uri") is not ["'none'"])
            yield return "Content-Security-Policy has no base-uri of 'none'";
        foreach (var (name, sources) in directives)
            foreach (var source in sources.Where(IsLoose))
                yield return $"Content-Security-Policy allows {source} in {name}";
    }

    private static bool IsLoose(string source) =>
        source.StartsWith("'unsafe-", StringComparison.OrdinalIgnoreCase) || AnySite.Contains(source, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> CookieFaults(string name, bool isSecure, bool isHttpOnly, bool isSameSite, string path)
    {
        if (!name.StartsWith("__Host-", StringComparison.Ordinal))
            yield return $"cookie {name} is not called __Host-";
        if (!isSecure)
            yield return $"cookie {name} is not Secure";
        if (!isHttpOnly)
            yield return $"cookie {name} is not HttpOnly";
        if (!isSameSite)
            yield return $"cookie {name} is not SameSite Strict or Lax";
        if (path != "/")
            yield return $"cookie {name} has path {path}";
    }

    /// <summary>The header's value; values of several headers of the name come joined by commas.</summary>
    private static Task<string?> HeaderAsync(IResponse page, string name) => page.HeaderValueAsync(name);

    private static string[] Split(string text, char separator) =>
        text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
