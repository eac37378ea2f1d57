using System.Net;
using AngleSharp.Html.Dom;
using TokenVaultAgent.AgentServer.Tests.Approvals;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests.Connections;

/// <summary>What a session and a form are good for in other hands.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private Desk _desk = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Uri Accounts => new(_desk.Chat.Root, "accounts");

    public async ValueTask InitializeAsync() => _desk = await Desk.OpenAsync(("Consent:MaxWait", "00:00:00"));

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_form_of_one_user_decides_nothing_in_the_session_of_another()
    {
        using var ben = _desk.Chat.Person(Chat.Ben);
        var bens = await ben.BrowseAsync(Accounts, Cancelled);
        _desk.Ada.StopsAtDecisions = true;
        var link = await _desk.AskAsync(Desk.Mail());
        var adas = await _desk.Ada.BrowseAsync(link, Cancelled);
        var session = Cookies(_desk.Ada, "agent-session");

        var foreign = await SendAsync(HttpMethod.Post, link, $"{session}; {Cookies(ben, "agent-form")}", ("decision", "approve"), Token(bens));
        var still = Chat.Code(await _desk.FailAsync(Desk.Mail()));
        var own = await SendAsync(HttpMethod.Post, link, $"{session}; {Cookies(_desk.Ada, "agent-form")}", ("decision", "approve"), Token(adas));

        Assert.Equal((HttpStatusCode.BadRequest, "approval_required"), (foreign, still));
        Assert.Equal(HttpStatusCode.Redirect, own);
        await _desk.SendAsync(Desk.Mail());
    }

    private static (string, string) Token(SeenPage page)
    {
        var input = (IHtmlInputElement)page.Document.QuerySelector("input[name=form_token]")!;
        return (input.Name!, input.Value);
    }

    private string Cookies(Person person, string name) =>
        string.Join("; ", person.CookiesOf(Accounts).Split("; ").Where(cookie => cookie.StartsWith(name, StringComparison.Ordinal)));

    private static async Task<HttpStatusCode> SendAsync(HttpMethod method, Uri address, string cookies, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Add("Cookie", cookies);
        if (form.Length > 0)
            request.Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await Http.SendAsync(request, Cancelled);
        return response.StatusCode;
    }
}
