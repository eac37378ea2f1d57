using System.Net;

namespace TokenVaultAgent.AgentServer.Tests.Connections;

/// <summary>A disconnected account is gone at once, for every agent, and nobody but its user disconnects it.</summary>
public sealed class DisconnectTests : IAsyncLifetime
{
    private Chat _chat = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _chat = await Chat.StartAsync();

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    [Fact]
    public async Task After_disconnecting_on_the_page_the_next_call_asks_for_consent_although_its_token_was_cached()
    {
        await using var agent = await _chat.AgentAsync(Chat.Ada);
        await agent.CallAsync("mail_search_messages", new { account = "google", limit = 1 }, Cancelled);
        using var ada = _chat.Person(Chat.Ada);
        var after = await DisconnectAsync(ada, "ada.moreau@gmail.example");
        Assert.Contains("ada.moreau@gmail.example is disconnected.", after.Text, StringComparison.Ordinal);

        var failure = await agent.FailAsync("mail_search_messages", new { account = "google", limit = 1 }, Cancelled);

        Assert.Equal("connect_required", Chat.Code(failure));
        Assert.NotNull(Chat.Link(failure));
        Assert.Equal("windowslive", Assert.Single(_chat.AccountsOf(Chat.Ada)).Connection);
        await agent.CallAsync("mail_search_messages", new { account = "microsoft", limit = 1 }, Cancelled);
    }

    [Fact]
    public async Task Keeping_it_keeps_it()
    {
        using var ada = _chat.Person(Chat.Ada);
        ada.GrantsConsent = false;

        var page = await DisconnectAsync(ada, "ada.moreau@gmail.example");

        Assert.Equal("Your connected accounts", page.Heading);
        Assert.Equal(2, _chat.AccountsOf(Chat.Ada).Count);
    }

    [Fact]
    public async Task An_agent_can_only_ask_and_learns_when_it_is_done()
    {
        await using var agent = await _chat.AgentAsync(Chat.Ada);
        var asked = await agent.FailAsync("accounts_disconnect", new { account = "google:ada.moreau@gmail.example" }, Cancelled);
        Assert.Equal(2, _chat.AccountsOf(Chat.Ada).Count);
        using var ada = _chat.Person(Chat.Ada);

        var page = await ada.BrowseAsync(Chat.Link(asked), Cancelled);
        var done = await agent.CallAsync("accounts_disconnect", new { account = "google:ada.moreau@gmail.example" }, Cancelled);

        Assert.Equal("approval_required", Chat.Code(asked));
        Assert.Equal("Disconnected", page.Heading);
        Assert.Equal("google:ada.moreau@gmail.example", done.GetProperty("disconnected").GetString());
        Assert.Equal("windowslive", Assert.Single(_chat.AccountsOf(Chat.Ada)).Connection);
    }

    [Fact]
    public async Task A_user_who_keeps_the_account_is_not_asked_again()
    {
        await using var agent = await _chat.AgentAsync(Chat.Ada);
        using var ada = _chat.Person(Chat.Ada);
        ada.GrantsConsent = false;
        var asked = await agent.FailAsync("accounts_disconnect", new { account = "google" }, Cancelled);

        var page = await ada.BrowseAsync(Chat.Link(asked), Cancelled);
        var again = await agent.FailAsync("accounts_disconnect", new { account = "google" }, Cancelled);

        Assert.Equal("Still connected", page.Heading);
        Assert.False(again.TryGetProperty("url", out _));
        Assert.Equal(2, _chat.AccountsOf(Chat.Ada).Count);
    }

    [Fact]
    public async Task An_account_of_another_user_is_not_found()
    {
        await using var agent = await _chat.AgentAsync(Chat.Ada);

        var disconnect = await agent.FailAsync("accounts_disconnect", new { account = "ben.okafor@gmail.example" }, Cancelled);
        var read = await agent.FailAsync("mail_search_messages", new { account = "ben.okafor@gmail.example" }, Cancelled);
        var prefer = await agent.FailAsync("accounts_set_default", new { account = "google:ben.okafor@gmail.example" }, Cancelled);

        Assert.Equal(["not_found", "not_found", "not_found"], [Chat.Code(disconnect), Chat.Code(read), Chat.Code(prefer)]);
    }

    [Fact]
    public async Task A_stale_account_can_be_disconnected_too()
    {
        using var ada = _chat.Person(Chat.Ada);
        await ada.BrowseAsync(new Uri(_chat.Root, "accounts"), Cancelled);
        _chat.Tenant.EndRefreshTokens("ada-google");
        _chat.Product.Sandbox.ProviderTokens.Revoke(_chat.Product.Sandbox.World.Find("ada-google")!);
        await using var agent = await _chat.AgentAsync(Chat.Ada);
        await agent.FailAsync("mail_search_messages", new { account = "google" }, Cancelled);

        var asked = await agent.FailAsync("accounts_disconnect", new { account = "google" }, Cancelled);
        await ada.BrowseAsync(Chat.Link(asked), Cancelled);

        Assert.Equal("windowslive", Assert.Single(_chat.AccountsOf(Chat.Ada)).Connection);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_check_makes_a_real_call_and_says_what_came_of_it(bool works)
    {
        using var ada = _chat.Person(Chat.Ada);
        var list = await ada.BrowseAsync(new Uri(_chat.Root, "accounts"), Cancelled);
        if (!works)
        {
            _chat.Tenant.EndRefreshTokens("ada-google");
            _chat.Product.Sandbox.ProviderTokens.Revoke(_chat.Product.Sandbox.World.Find("ada-google")!);
        }

        var page = await ada.PressAsync(list, "Check this account", Cancelled);

        var note = page.Document.QuerySelector("[role=status]")!.TextContent;
        Assert.Contains(works ? "It works" : "no longer accepts", note, StringComparison.Ordinal);
        Assert.Equal(!works, page.Text.Contains("Must be connected again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_at_the_tenant()
    {
        using var ada = _chat.Person(Chat.Ada);
        var list = await ada.BrowseAsync(new Uri(_chat.Root, "accounts"), Cancelled);
        ada.PagesSeen.Clear();

        var signedOut = await ada.PressAsync(list, "Sign out", Cancelled);
        await ada.BrowseAsync(new Uri(_chat.Root, "accounts"), Cancelled);

        Assert.Equal("Signed out", signedOut.Heading);
        Assert.Contains("Log in", ada.PagesSeen);
    }

    [Fact]
    public async Task A_copy_of_a_session_is_worth_nothing_after_its_user_has_signed_out()
    {
        using var ada = _chat.Person(Chat.Ada);
        var list = await ada.BrowseAsync(new Uri(_chat.Root, "accounts"), Cancelled);
        var copy = ada.CookiesOf(_chat.Root);

        await ada.PressAsync(list, "Sign out", Cancelled);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_chat.Root, "accounts"));
        request.Headers.Add("Cookie", copy);
        using var answer = await http.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private async Task<Sandbox.People.SeenPage> DisconnectAsync(Sandbox.People.Person person, string address)
    {
        var list = await person.BrowseAsync(new Uri(_chat.Root, "accounts"), Cancelled);
        var section = list.Document.QuerySelectorAll("section").Single(s => s.TextContent.Contains(address, StringComparison.Ordinal));
        return await person.BrowseAsync(new Uri(list.Address, section.QuerySelector("a")!.GetAttribute("href")!), Cancelled);
    }
}
