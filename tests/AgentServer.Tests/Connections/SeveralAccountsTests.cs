using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests.Connections;

/// <summary>Two accounts at one provider, under each plausible behaviour of the tenant: told apart, or said that they cannot be.</summary>
public sealed class SeveralAccountsTests : IAsyncLifetime
{
    private const string Tanaka = "cho.tanaka@gmail.example";
    private const string Studio = "cho@studio.example";

    private Chat _chat = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Uri Accounts => new(_chat.Root, "accounts");

    public async ValueTask InitializeAsync()
    {
        _chat = await Chat.StartAsync(Unasked.Setting);
        _chat.Forget(Chat.Cho);
    }

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    [Theory]
    [InlineData(LoginHintForm.Email, SeveralAccounts.First)]
    [InlineData(LoginHintForm.Email, SeveralAccounts.Refused)]
    [InlineData(LoginHintForm.Either, SeveralAccounts.First)]
    [InlineData(LoginHintForm.Either, SeveralAccounts.Refused)]
    public async Task Both_accounts_are_read_each_under_its_own_address(LoginHintForm form, SeveralAccounts several)
    {
        _chat.Tenant.Settings = _chat.Tenant.Settings with { LoginHint = form, SeveralAccounts = several };
        await ConnectBothAsync();
        await using var agent = await _chat.AgentAsync(Chat.Cho);

        var list = await agent.CallAsync("accounts_list", new { }, Cancelled);
        var first = await agent.CallAsync("mail_search_messages", new { account = Tanaka, limit = 3 }, Cancelled);
        var second = await agent.CallAsync("mail_search_messages", new { account = Studio, limit = 3 }, Cancelled);

        Assert.Equal(
            [$"google:{Tanaka}", $"google:{Studio}"], list.GetProperty("accounts").EnumerateArray().Select(a => a.GetProperty("id").GetString()));
        Assert.All(first.GetProperty("messages").EnumerateArray(), m => Assert.Equal($"google:{Tanaka}", m.GetProperty("account").GetString()));
        Assert.All(second.GetProperty("messages").EnumerateArray(), m => Assert.Equal($"google:{Studio}", m.GetProperty("account").GetString()));
    }

    [Fact]
    public async Task Where_only_the_providers_id_selects_the_first_account_stays_usable_and_the_second_is_said_to_be_unknown()
    {
        _chat.Tenant.Settings = _chat.Tenant.Settings with { LoginHint = LoginHintForm.Subject, SeveralAccounts = SeveralAccounts.First };
        var page = await ConnectBothAsync();
        await using var agent = await _chat.AgentAsync(Chat.Cho);

        var list = await agent.CallAsync("accounts_list", new { }, Cancelled);
        var read = await agent.CallAsync("mail_search_messages", new { account = Tanaka, limit = 1 }, Cancelled);

        Assert.Equal("Connected, but not usable", page.Heading);
        Assert.Equal($"google:{Tanaka}", Assert.Single(list.GetProperty("accounts").EnumerateArray()).GetProperty("id").GetString());
        Assert.Contains("cannot be established", Assert.Single(list.GetProperty("problems").EnumerateArray()).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, read.GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task An_account_that_turns_out_to_be_another_than_was_said_is_not_taken_for_it()
    {
        using var cho = _chat.Person(Chat.Cho, "cho-google");
        await ConnectAsync(cho);
        cho.ProviderAccount = _chat.Product.Sandbox.World.Find("dev-google");
        cho.SaysAddress = Studio;
        var page = await ConnectAsync(cho);
        await using var agent = await _chat.AgentAsync(Chat.Cho);

        var failure = await agent.FailAsync("mail_search_messages", new { account = Studio }, Cancelled);

        Assert.DoesNotContain(Studio, page.Text, StringComparison.Ordinal);
        Assert.Equal("not_found", Chat.Code(failure));
    }

    [Fact]
    public async Task A_write_uses_the_default_and_asks_without_one()
    {
        await ConnectBothAsync();
        await using var agent = await _chat.AgentAsync(Chat.Cho);
        var mail = new { to = (string[])["ben@acme.example"], subject = "Hello", body = "Ben", dry_run = true };

        var failure = await agent.FailAsync("mail_send_message", mail, Cancelled);
        var chosen = await agent.CallAsync("accounts_set_default", new { account = Studio }, Cancelled);
        var receipt = await agent.CallAsync("mail_send_message", mail, Cancelled);

        Assert.Equal("invalid_input", Chat.Code(failure));
        Assert.True(chosen.GetProperty("is_default").GetBoolean());
        Assert.Equal($"\"Cho Tanaka\" <{Studio}>", receipt.GetProperty("from").GetString());
    }

    [Fact]
    public async Task A_default_among_accounts_that_were_connected_elsewhere_forgets_none_of_them()
    {
        await using var agent = await _chat.AgentAsync(Chat.Ada);

        await agent.CallAsync("accounts_set_default", new { account = "microsoft:ada@acme.example" }, Cancelled);
        var list = await agent.CallAsync("accounts_list", new { }, Cancelled);

        Assert.Equal(
            [("google:ada.moreau@gmail.example", false), ("microsoft:ada@acme.example", true)],
            list.GetProperty("accounts").EnumerateArray().Select(a => (a.GetProperty("id").GetString()!, a.TryGetProperty("is_default", out _))));
    }

    [Fact]
    public async Task A_default_that_works_is_used_although_another_account_does_not()
    {
        await using var agent = await _chat.AgentAsync(Chat.Ada);
        await agent.CallAsync("accounts_set_default", new { account = "microsoft:ada@acme.example" }, Cancelled);
        _chat.Tenant.EndRefreshTokens("ada-google");
        _chat.Product.Sandbox.ProviderTokens.Revoke(_chat.Product.Sandbox.World.Find("ada-google")!);

        var receipt = await agent.CallAsync(
            "mail_send_message", new { to = (string[])["ben@acme.example"], subject = "Hello", body = "Ben", dry_run = true }, Cancelled);

        Assert.Equal("ada@acme.example", receipt.GetProperty("from").GetString());
    }

    [Fact]
    public async Task A_default_is_not_chosen_while_an_account_cannot_be_looked_at()
    {
        await using var agent = await _chat.AgentAsync(Chat.Ada);
        _chat.Product.Sandbox.Faults.Add(new Sandbox.FaultInjection.FaultRule
        {
            Service = "google",
            Kind = Sandbox.FaultInjection.FaultKind.Status,
            Status = 500,
            Path = "/v1/userinfo",
        });

        var failure = await agent.FailAsync("accounts_set_default", new { account = "microsoft:ada@acme.example" }, Cancelled);
        _chat.Product.Sandbox.Faults.Clear();
        var list = await agent.CallAsync("accounts_list", new { }, Cancelled);

        Assert.Equal("provider_unavailable", Chat.Code(failure));
        Assert.Equal(2, list.GetProperty("accounts").GetArrayLength());
    }

    [Fact]
    public async Task A_default_stays_the_default_when_the_page_learns_more_about_it()
    {
        await using var agent = await _chat.AgentAsync(Chat.Ada);
        await agent.CallAsync("accounts_set_default", new { account = "microsoft:ada@acme.example" }, Cancelled);
        using var ada = _chat.Person(Chat.Ada);

        var page = await ada.BrowseAsync(Accounts, Cancelled);

        Assert.Contains("Default for sending", page.Document.QuerySelectorAll("section")[1].TextContent, StringComparison.Ordinal);
    }

    /// <returns>The page after the second.</returns>
    private async Task<SeenPage> ConnectBothAsync()
    {
        using var cho = _chat.Person(Chat.Cho, "cho-google");
        var first = await ConnectAsync(cho);
        Assert.Equal("Connected", first.Heading);
        cho.ProviderAccount = _chat.Product.Sandbox.World.Find("cho-studio");
        return await ConnectAsync(cho);
    }

    private async Task<SeenPage> ConnectAsync(Person cho) =>
        await cho.PressAsync(await cho.BrowseAsync(Accounts, Cancelled), "Connect Google", Cancelled);
}
