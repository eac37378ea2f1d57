using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests.Connections;

/// <summary>
/// Cho's two Google accounts, which were not connected here: Auth0 lists both without saying whose they are. What an exchange proves is used, and
/// the user can say the rest.
/// </summary>
public sealed class ElsewhereConnectedTests : IAsyncLifetime
{
    private const string Tanaka = "cho.tanaka@gmail.example";
    private const string Studio = "cho@studio.example";
    private const string Unknown = "A Google account that we cannot tell from your others";

    private Chat _chat = null!;
    private Person _cho = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Uri Accounts => new(_chat.Root, "accounts");

    public async ValueTask InitializeAsync()
    {
        _chat = await Chat.StartAsync(Unasked.Setting);
        _cho = _chat.Person(Chat.Cho);
    }

    public ValueTask DisposeAsync()
    {
        _cho.Dispose();
        return _chat.DisposeAsync();
    }

    [Fact]
    public async Task The_one_that_an_exchange_leads_to_is_known_and_the_other_is_said_to_be_unknown()
    {
        Assert.Equal([Tanaka, "cho@acme.example", Unknown], Headings(await ListAsync()));
        Assert.Equal([$"google:{Tanaka}", "microsoft:cho@acme.example"], await IdsAsync());
    }

    [Theory]
    [InlineData(LoginHintForm.Email, SeveralAccounts.First, Studio)]
    [InlineData(LoginHintForm.Either, SeveralAccounts.Refused, Studio, Tanaka)]
    [InlineData(LoginHintForm.Either, SeveralAccounts.Refused, Tanaka, Studio)]
    public async Task Whose_address_the_user_says_is_used_from_then_on(LoginHintForm form, SeveralAccounts several, params string[] said)
    {
        _chat.Tenant.Settings = _chat.Tenant.Settings with { LoginHint = form, SeveralAccounts = several };
        var page = await ListAsync();
        foreach (var address in said)
            page = await SayAsync(page, address);

        Assert.DoesNotContain(Unknown, page.Text, StringComparison.Ordinal);
        await using var agent = await _chat.AgentAsync(Chat.Cho);
        foreach (var address in (string[])[Tanaka, Studio])
        {
            var found = await agent.CallAsync("mail_search_messages", new { account = address, limit = 1 }, Cancelled);
            Assert.Equal($"google:{address}", found.GetProperty("messages")[0].GetProperty("account").GetString());
        }
    }

    [Theory]
    [InlineData("ada.moreau@gmail.example")]
    [InlineData(Tanaka)]
    [InlineData("cho@acme.example")]
    [InlineData("no address")]
    public async Task An_address_of_none_of_them_changes_nothing(string said)
    {
        var page = await SayAsync(await ListAsync(), said);

        Assert.Contains("That is none of the accounts that are connected there and not known yet", page.Text, StringComparison.Ordinal);
        Assert.Equal([Tanaka, "cho@acme.example", Unknown], Headings(page));
    }

    [Fact]
    public async Task Where_only_the_providers_id_selects_no_address_helps()
    {
        _chat.Tenant.Settings = _chat.Tenant.Settings with { LoginHint = LoginHintForm.Subject };

        var page = await SayAsync(await ListAsync(), Studio);

        Assert.Equal([Tanaka, "cho@acme.example", Unknown], Headings(page));
    }

    [Fact]
    public async Task What_one_tool_could_use_every_tool_and_the_page_know()
    {
        await ListAsync();
        await using var agent = await _chat.AgentAsync(Chat.Cho);
        await agent.CallAsync("mail_search_messages", new { account = Studio, limit = 1 }, Cancelled);

        var chosen = await agent.CallAsync("accounts_set_default", new { account = Studio }, Cancelled);

        Assert.True(chosen.GetProperty("is_default").GetBoolean());
        Assert.Equal(((string[])[$"google:{Tanaka}", $"google:{Studio}", "microsoft:cho@acme.example"]).Order(), (await IdsAsync()).Order());
        Assert.DoesNotContain(Unknown, (await ListAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_can_be_disconnected_together_only_and_the_page_says_so()
    {
        await SayAsync(await ListAsync(), Studio);
        var page = await ListAsync();
        _cho.StopsAtDecisions = true;

        var confirm = await _cho.BrowseAsync(DisconnectLink(page, Studio), Cancelled);
        var after = await _cho.PressAsync(confirm, "Disconnect them", Cancelled);

        Assert.Equal("Disconnect these accounts?", confirm.Heading);
        Assert.Contains(Tanaka, confirm.Text, StringComparison.Ordinal);
        Assert.Equal(["cho@acme.example"], Headings(after));
        Assert.Equal(["cho-microsoft"], _chat.AccountsOf(Chat.Cho).Select(a => a.WorldKey));
    }

    [Fact]
    public async Task No_more_is_disconnected_than_was_shown()
    {
        var list = await ListAsync();
        _cho.StopsAtDecisions = true;
        var confirm = await _cho.BrowseAsync(DisconnectLink(list, Tanaka), Cancelled);
        // As a page from before the others were there.
        confirm.Document.QuerySelector("input[name=shown]")!.SetAttribute("value", "");

        var again = await _cho.PressAsync(confirm, "Disconnect them", Cancelled);

        Assert.Equal("Disconnect these accounts?", again.Heading);
        Assert.Equal(3, _chat.AccountsOf(Chat.Cho).Count);
    }

    [Theory]
    [InlineData("cho-google", Studio)]
    [InlineData("cho-studio", Tanaka)]
    public async Task Once_one_is_gone_elsewhere_the_other_is_known_for_good(string gone, string left)
    {
        await SayAsync(await ListAsync(), Studio);

        _chat.Tenant.RemoveConnectedAccount(_chat.AccountsOf(Chat.Cho).Single(a => a.WorldKey == gone).Id);
        var page = await ListAsync();
        _cho.StopsAtDecisions = true;
        var confirm = await _cho.BrowseAsync(DisconnectLink(page, left), Cancelled);

        Assert.Equal(((string[])["cho@acme.example", left]).Order(), Headings(page).Order());
        Assert.Equal("Disconnect this account?", confirm.Heading);
    }

    private async Task<SeenPage> ListAsync() => await _cho.BrowseAsync(Accounts, Cancelled);

    private async Task<SeenPage> SayAsync(SeenPage page, string address)
    {
        _cho.SaysAddress = address;
        return await _cho.PressAsync(page, "Find out", Cancelled);
    }

    private Uri DisconnectLink(SeenPage page, string address) => new(_chat.Root, page.Document.QuerySelectorAll("section.account")
        .Single(s => s.QuerySelector("h2")!.TextContent == address).QuerySelector("a.danger")!.GetAttribute("href")!);

    private async Task<IReadOnlyList<string>> IdsAsync()
    {
        await using var agent = await _chat.AgentAsync(Chat.Cho);
        var list = await agent.CallAsync("accounts_list", new { }, Cancelled);
        return [.. list.GetProperty("accounts").EnumerateArray().Select(a => a.GetProperty("id").GetString()!)];
    }

    private static IEnumerable<string> Headings(SeenPage page) => page.Document.QuerySelectorAll("section.account h2").Select(h => h.TextContent);
}
