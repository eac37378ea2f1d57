using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using OtpNet;
using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.Sandbox.People;

/// <summary>
/// A person at a browser: follows redirects, keeps cookies and fills in the real login, one-time code and consent forms. It is the
/// only way in which a demo, a test or an evaluation logs in or consents.
/// </summary>
public sealed class Person : IDisposable
{
    private const int MaxPages = 20;

    private readonly HttpClient _browser;
    private readonly HtmlParser _parser = new();

    public Person(string username, string password, string? totpSecret = null, TimeProvider? clock = null)
    {
        Username = username;
        Password = password;
        TotpSecret = totpSecret;
        Clock = clock ?? TimeProvider.System;
        _browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        _browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    /// <summary>The person behind a user of the tenant.</summary>
    public static Person From(TenantUser user, TimeProvider clock) => new(user.Email, user.Password, user.TotpSecret, clock);

    public string Username { get; }

    public string Password { get; }

    /// <summary>Base32 secret of the person's authenticator app; null where none is enrolled.</summary>
    public string? TotpSecret { get; }

    public TimeProvider Clock { get; }

    /// <summary>Whether the person presses "Accept" on a consent page.</summary>
    public bool GrantsConsent { get; init; } = true;

    /// <summary>The headings of the pages seen, oldest first: what a demo shows and a test asserts.</summary>
    public IList<string> PagesSeen { get; } = [];

    /// <summary>Opens an authorization URL and walks every page until the browser is sent to <paramref name="redirectUri"/>.</summary>
    /// <returns>The redirect with its <c>code</c>, or <c>error</c>, and <c>state</c>.</returns>
    /// <exception cref="PersonStuckException">A page came up that a person cannot get past.</exception>
    public async Task<Uri> AuthorizeAsync(Uri authorizationUrl, Uri redirectUri, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, authorizationUrl);
        for (var page = 0; page < MaxPages; page++)
        {
            var here = request.RequestUri!;
            using var response = await _browser.SendAsync(request, cancellationToken);
            if (response.Headers.Location is { } location)
            {
                var next = new Uri(here, location);
                if (next.GetLeftPart(UriPartial.Path) == redirectUri.GetLeftPart(UriPartial.Path))
                    return next;
                request = new HttpRequestMessage(HttpMethod.Get, next);
                continue;
            }

            request = await FillInAsync(here, response, cancellationToken);
        }

        throw new PersonStuckException($"{Username} saw {MaxPages} pages and was never sent back to {redirectUri}.");
    }

    public void Dispose() => _browser.Dispose();

    private async Task<HttpRequestMessage> FillInAsync(Uri here, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var page = await _parser.ParseDocumentAsync(await response.Content.ReadAsStringAsync(cancellationToken));
        var heading = page.QuerySelector("h1")?.TextContent.Trim() ?? "(a page without a heading)";
        PagesSeen.Add(heading);
        if (page.QuerySelector("[role=alert]") is { } alert)
            throw new PersonStuckException($"{Username} was told on “{heading}”: {alert.TextContent.Trim()}");
        if (page.Forms.FirstOrDefault(f => string.Equals(f.Method, "post", StringComparison.OrdinalIgnoreCase)) is not { } form)
            throw new PersonStuckException($"{Username} stands on “{heading}” ({(int)response.StatusCode}), which has no form.");

        var fields = form.Elements.OfType<IHtmlInputElement>()
            .Where(input => input is { Name: { Length: > 0 }, Type: not ("submit" or "button") })
            .ToDictionary(input => input.Name!, Answer, StringComparer.Ordinal);
        if (form.QuerySelector("button[name=decision]") is not null)
            fields["decision"] = GrantsConsent ? "accept" : "decline";
        return new HttpRequestMessage(HttpMethod.Post, new Uri(here, form.GetAttribute("action") ?? here.ToString()))
        {
            Content = new FormUrlEncodedContent(fields),
        };
    }

    private string Answer(IHtmlInputElement input) => input.Name switch
    {
        "username" => Username,
        "password" => Password,
        "code" when TotpSecret is null => throw new PersonStuckException($"{Username} has no authenticator app."),
        "code" => new Totp(Base32Encoding.ToBytes(TotpSecret)).ComputeTotp(Clock.GetUtcNow().UtcDateTime),
        _ => input.Value,
    };
}

/// <summary>A person cannot go on: the message says on which page and why.</summary>
public sealed class PersonStuckException(string message) : Exception(message);
