using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.Sandbox.People;

/// <summary>A person's phone with the tenant's app: shows what waits for an answer, and answers by the real page.</summary>
public sealed class Phone : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
    private readonly HtmlParser _parser = new();
    private readonly Uri _address;

    /// <param name="address">The page that only this phone's holder can find.</param>
    public Phone(Uri address) => _address = address;

    /// <exception cref="ArgumentException">The user has no phone.</exception>
    public static Phone Of(TenantUser user, Uri auth0Url) => new(new Uri(auth0Url, $"phone/{user.PhoneSecret ?? throw new ArgumentException($"{user.Email} has no phone.")}"));

    /// <summary>What waits, one text each: who asks, and for what.</summary>
    public async Task<IReadOnlyList<string>> LookAsync(CancellationToken cancellationToken) =>
        [.. (await OpenAsync(cancellationToken)).QuerySelectorAll("section").Select(section => section.TextContent.Trim())];

    /// <summary>Waits until something asks, and answers the first.</summary>
    /// <returns>What it was.</returns>
    public async Task<string> AnswerAsync(bool isAllowed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await OpenAsync(cancellationToken);
            if (page.QuerySelector("section") is { } section)
            {
                var form = (IHtmlFormElement)section.QuerySelector("form")!;
                var fields = form.Elements.OfType<IHtmlInputElement>().Select(input => KeyValuePair.Create(input.Name!, input.Value))
                    .Append(KeyValuePair.Create("answer", isAllowed ? "allow" : "deny"));
                using var response = await _browser.PostAsync(_address, new FormUrlEncodedContent(fields), cancellationToken);
                return section.TextContent.Trim();
            }

            await Task.Delay(Glance, cancellationToken);
        }
    }

    public void Dispose() => _browser.Dispose();

    private async Task<IHtmlDocument> OpenAsync(CancellationToken cancellationToken) =>
        await _parser.ParseDocumentAsync(await _browser.GetStringAsync(_address, cancellationToken));
}
