using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Web;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.People;

/// <summary>
/// A person at a browser: follows redirects, keeps cookies and fills in the real login, one-time code and consent forms. It is the
/// only way in which a demo, a test or an evaluation logs in or consents.
/// </summary>
public sealed class Person : IDisposable
{
    private const int MaxPages = 20;

    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _browser;
    private readonly HtmlParser _parser = new();

    /// <param name="authority">Whose certificates the person's browser trusts, where the sandbox is served over HTTPS.</param>
    public Person(string username, string password, string? totpSecret = null, TimeProvider? clock = null, LocalAuthority? authority = null)
    {
        Username = username;
        Password = password;
        TotpSecret = totpSecret;
        Clock = clock ?? TimeProvider.System;
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies };
        authority?.Trust(sockets.SslOptions);
        _browser = new HttpClient(sockets);
        _browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    /// <summary>The person behind a user of the tenant.</summary>
    public static Person From(TenantUser user, TimeProvider clock, LocalAuthority? authority = null) =>
        new(user.Email, user.Password, user.TotpSecret, clock, authority);

    /// <summary>With the person's cookies, for requests that no page leads to.</summary>
    internal HttpClient Browser => _browser;

    public string Username { get; private set; }

    public string Password { get; private set; }

    /// <summary>Base32 secret of the person's authenticator app; null where none is enrolled.</summary>
    public string? TotpSecret { get; private set; }

    public TimeProvider Clock { get; }

    /// <summary>Whether the person presses the first button ("Accept", "Connect") or the last where a page asks for a decision.</summary>
    public bool GrantsConsent { get; set; } = true;

    /// <summary>Whether the person stops at a page that asks for a decision, to look at it before pressing anything.</summary>
    public bool StopsAtDecisions { get; set; }

    /// <summary>The account that the person signs in with where a provider asks; null for none.</summary>
    public ProviderAccount? ProviderAccount { get; set; }

    /// <summary>Which account the person says it will be, where a page asks; null for the truth.</summary>
    public string? SaysAddress { get; set; }

    /// <summary>Whether the person consents at the provider.</summary>
    public bool GrantsAtProvider { get; set; } = true;

    /// <summary>Which permissions the person ticks where the provider lets them choose.</summary>
    public Func<string, bool> Ticks { get; set; } = _ => true;

    /// <summary>The person's phone, which they answer when a page waits for it; null where it lies in another room.</summary>
    public Phone? Phone { get; set; }

    /// <summary>Whether the person allows what the phone asks.</summary>
    public bool GrantsOnPhone { get; set; } = true;

    /// <summary>The headings of the pages seen, oldest first: what a demo shows and a test asserts.</summary>
    public IList<string> PagesSeen { get; } = [];

    /// <summary>Opens an authorization URL and walks every page until the browser is sent to <paramref name="redirectUri"/>.</summary>
    /// <returns>The redirect with its <c>code</c>, or <c>error</c>, and <c>state</c>.</returns>
    /// <exception cref="PersonStuckException">A page came up that a person cannot get past.</exception>
    public Task<Uri> AuthorizeAsync(Uri authorizationUrl, Uri redirectUri, CancellationToken cancellationToken) =>
        StopAtAsync(new HttpRequestMessage(HttpMethod.Get, authorizationUrl), redirectUri, cancellationToken);

    /// <summary>Opens an address and walks every page that asks something, up to the first that does not.</summary>
    /// <exception cref="PersonStuckException">A page came up that a person cannot get past.</exception>
    public Task<SeenPage> BrowseAsync(Uri address, CancellationToken cancellationToken) =>
        BrowseAsync(new HttpRequestMessage(HttpMethod.Get, address), cancellationToken);

    /// <summary>Presses a button of a page by its words and walks on from there.</summary>
    /// <exception cref="PersonStuckException">There is no such button, or a page came up that a person cannot get past.</exception>
    public Task<SeenPage> PressAsync(SeenPage page, string button, CancellationToken cancellationToken) =>
        BrowseAsync(FormAnswers.Press(this, page, button), cancellationToken);

    /// <summary>Presses a button and walks on, but stops short of an address that the browser is sent to.</summary>
    /// <returns>That address, not opened, with its query.</returns>
    public Task<Uri> PressAsync(SeenPage page, string button, Uri stop, CancellationToken cancellationToken) =>
        StopAtAsync(FormAnswers.Press(this, page, button), stop, cancellationToken);

    /// <summary>Walks like <see cref="BrowseAsync(Uri, CancellationToken)"/> and stops short of an address that the browser is sent to.</summary>
    /// <returns>That address, not opened, with its query.</returns>
    public Task<Uri> StopAtAsync(Uri address, Uri stop, CancellationToken cancellationToken) => AuthorizeAsync(address, stop, cancellationToken);

    /// <summary>Sends a form that the page does not have, with the token of one that it has: what a user could do by hand.</summary>
    public Task<SeenPage> PostFromAsync(
        SeenPage page, Uri address, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancellationToken)
    {
        var token = page.Document.QuerySelector<IHtmlInputElement>("input[name=form_token]")!;
        return BrowseAsync(new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent([.. fields, KeyValuePair.Create(token.Name!, token.Value)]),
        }, cancellationToken);
    }

    /// <summary>What a thief of this browser's cookies would hold.</summary>
    public string CookiesOf(Uri site) => _cookies.GetCookieHeader(site);

    /// <summary>Somebody else sits down at this browser.</summary>
    public void Becomes(TenantUser user)
    {
        Username = user.Email;
        Password = user.Password;
        TotpSecret = user.TotpSecret;
    }

    /// <summary>A new authenticator app.</summary>
    internal void Enrol(string totpSecret) => TotpSecret = totpSecret;

    public void Dispose() => _browser.Dispose();

    private async Task<SeenPage> ReadAsync(Uri here, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var document = await _parser.ParseDocumentAsync(await response.Content.ReadAsStringAsync(cancellationToken));
        var page = new SeenPage(here, response.StatusCode, document.QuerySelector("h1")?.TextContent.Trim() ?? "(a page without a heading)", document);
        PagesSeen.Add(page.Heading);
        return document.QuerySelector("[role=alert]") is { } alert
            ? throw new PersonStuckException($"{Username} was told on “{page.Heading}”: {alert.TextContent.Trim()}")
            : page;
    }

    private async Task<SeenPage> BrowseAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (await WalkAsync(request, stop: null, cancellationToken)).Page!;

    private async Task<Uri> StopAtAsync(HttpRequestMessage request, Uri stop, CancellationToken cancellationToken) =>
        await WalkAsync(request, stop, cancellationToken) switch
        {
            { Stopped: { } there } => there,
            { Page: var page } => throw new PersonStuckException($"{Username} stands on “{page!.Heading}” ({(int)page.Status}), which has no form: {page.Text.Trim()}"),
        };

    /// <summary>From page to page, up to the first that asks nothing, or short of where the browser is sent.</summary>
    private async Task<(Uri? Stopped, SeenPage? Page)> WalkAsync(HttpRequestMessage request, Uri? stop, CancellationToken cancellationToken)
    {
        for (var step = 0; step < MaxPages; step++)
        {
            var here = request.RequestUri!;
            if (step > 0 && here.GetLeftPart(UriPartial.Path) == stop?.GetLeftPart(UriPartial.Path))
                return (here, null);
            using var response = await _browser.SendAsync(request, cancellationToken);
            if (response.Headers.Location is { } location)
            {
                request = new HttpRequestMessage(HttpMethod.Get, new Uri(here, location));
                continue;
            }

            var page = await ReadAsync(here, response, cancellationToken);
            if (page.Waits)
                await AnswerPhoneAsync(page, cancellationToken);
            if ((page.Refresh is { } next ? new HttpRequestMessage(HttpMethod.Get, next) : FormAnswers.FillIn(this, page)) is not { } following)
                return (null, page);
            request = following;
        }

        throw new PersonStuckException($"{Username} saw no end of pages{(stop is null ? "" : $", and was never sent to {stop}")}: {string.Join(" → ", PagesSeen.TakeLast(6))}.");
    }

    private async Task AnswerPhoneAsync(SeenPage page, CancellationToken cancellationToken)
    {
        if (Phone is null)
            throw new PersonStuckException($"{Username} stands on “{page.Heading}” and has no phone at hand.");
        await Phone.AnswerAsync(GrantsOnPhone, cancellationToken);
    }
}
