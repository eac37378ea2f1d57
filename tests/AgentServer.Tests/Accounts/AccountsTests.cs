using System.Text.Json;
using ModelContextProtocol.Client;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests.Accounts;

/// <summary>Which account a call means, and what the user or the operator must do where there is none.</summary>
public sealed class AccountsTests : IAsyncLifetime
{
    private static readonly string[] Ben = ["ben@acme.example"];

    private SandboxProduct _product = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Tenant Tenant => _product.Sandbox.Tenant;

    public async ValueTask InitializeAsync() => _product = await SandboxProduct.StartAsync(new SandboxProductOptions { AgentServerSettings = Unasked.Settings });

    public ValueTask DisposeAsync() => _product.DisposeAsync();

    [Fact]
    public async Task Accounts_are_listed_with_what_each_may_be_used_for()
    {
        await using var client = await ConnectAsync("ada@acme.example");

        var list = await client.CallAsync("accounts_list", new { }, Cancelled);

        var accounts = list.GetProperty("accounts").EnumerateArray().ToList();
        Assert.Equal(
            ["google:ada.moreau@gmail.example", "microsoft:ada@acme.example"], accounts.Select(a => a.GetProperty("id").GetString()));
        Assert.All(accounts, account => Assert.Equal(
            ["read_calendar", "read_mail", "send_mail"], account.GetProperty("can").EnumerateArray().Select(c => c.GetString())));
    }

    [Theory]
    [InlineData("google", "google:ada.moreau@gmail.example")]
    [InlineData("Microsoft", "microsoft:ada@acme.example")]
    [InlineData("ada@acme.example", "microsoft:ada@acme.example")]
    [InlineData("ADA.MOREAU@gmail.example", "google:ada.moreau@gmail.example")]
    [InlineData("google:ada.moreau@gmail.example", "google:ada.moreau@gmail.example")]
    public async Task An_account_is_named_by_provider_address_or_id(string account, string expected)
    {
        await using var client = await ConnectAsync("ada@acme.example");

        var list = await client.CallAsync("mail_search_messages", new { account, limit = 5 }, Cancelled);

        Assert.All(list.GetProperty("messages").EnumerateArray(), m => Assert.Equal(expected, m.GetProperty("account").GetString()));
        Assert.NotEqual(0, list.GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task The_second_account_at_one_provider_is_reached_by_its_address()
    {
        await using var client = await ConnectAsync("cho@acme.example");

        var list = await client.CallAsync("mail_search_messages", new { account = "cho@studio.example", query = "Catalogue" }, Cancelled);

        Assert.Equal("google:cho@studio.example", Assert.Single(list.GetProperty("messages").EnumerateArray()).GetProperty("account").GetString());
    }

    [Fact]
    public async Task A_write_without_an_account_asks_which_of_several()
    {
        await using var client = await ConnectAsync("ada@acme.example");

        var failure = await client.FailAsync("mail_send_message", new { to = Ben, subject = "x", body = "y" }, Cancelled);

        Assert.Equal("invalid_input", Code(failure));
        Assert.Contains("microsoft:ada@acme.example", failure.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logging_in_with_Google_connects_nothing()
    {
        await using var client = await ConnectAsync("dev.rao@gmail.example");

        var failure = await client.FailAsync("calendar_list_events", new { }, Cancelled);

        Assert.Equal("connect_required", Code(failure));
    }

    [Fact]
    public async Task A_disconnected_account_is_reported_and_the_other_still_read()
    {
        Remove("google-oauth2");
        await using var client = await ConnectAsync("ada@acme.example");

        var merged = await client.CallAsync("calendar_list_events", new { limit = 100 }, Cancelled);
        var failure = await client.FailAsync("calendar_list_events", new { account = "google" }, Cancelled);

        Assert.All(merged.GetProperty("events").EnumerateArray(), e => Assert.Equal("microsoft:ada@acme.example", e.GetProperty("account").GetString()));
        Assert.Equal("connect_required", Code(failure));
    }

    [Fact]
    public async Task A_narrower_grant_is_missing_consent_for_the_write_only()
    {
        Change("windowslive", account => account with { Scopes = ["openid", "email", "User.Read", "Mail.Read", "Calendars.Read"] });
        await using var client = await ConnectAsync("ada@acme.example");

        var failure = await client.FailAsync("mail_send_message", new { account = "microsoft", to = Ben, subject = "x", body = "y" }, Cancelled);
        var read = await client.CallAsync("mail_search_messages", new { account = "microsoft", limit = 1 }, Cancelled);

        Assert.Equal("consent_required", Code(failure));
        Assert.Contains("Mail.Send", failure.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, read.GetProperty("messages").GetArrayLength());
    }

    [Theory]
    [InlineData("calendar", true)]
    [InlineData("calendar", false)]
    [InlineData("events", true, "MailboxSettings.Read")]
    [InlineData("events", false, "MailboxSettings.Read")]
    public async Task A_calendar_is_read_with_and_without_the_permission_that_tells_its_owners_zone(string source, bool byDay, string? withheld = null)
    {
        var today = TimeProvider.System.GetUtcNow().Date;
        var (from, to) = byDay ? (null, null) : ($"{today:yyyy-MM-dd}T00:00:00Z", $"{today.AddDays(30):yyyy-MM-dd}T00:00:00Z");
        Change("windowslive", account => account with { Scopes = [.. account.Scopes.Where(scope => scope != withheld)] });
        await using var client = await ConnectAsync("ada@acme.example");

        var list = await client.CallAsync("calendar_list_events", new { account = "microsoft", from, to }, Cancelled);

        Assert.Equal(("Europe/Paris", source), (list.GetProperty("time_zone").GetString(), list.GetProperty("time_zone_source").GetString()));
    }

    [Theory]
    [InlineData("google", "google", "/gmail")]
    [InlineData("microsoft", "graph", "/v1.0/me/messages")]
    public async Task A_token_that_the_provider_refuses_is_exchanged_once_more(string account, string service, string path)
    {
        await using var client = await ConnectAsync("ada@acme.example");
        await client.CallAsync("mail_search_messages", new { account, limit = 1 }, Cancelled);
        var before = Tenant.Exchanges.Entries.Count;
        _product.Sandbox.Faults.Add(new FaultRule { Service = service, Kind = FaultKind.Status, Path = path, Status = 401, Times = 1 });

        var list = await client.CallAsync("mail_search_messages", new { account, limit = 1 }, Cancelled);

        Assert.Equal(1, list.GetProperty("messages").GetArrayLength());
        Assert.Equal(before + 1, Tenant.Exchanges.Entries.Count);
    }

    [Theory]
    [InlineData("google")]
    [InlineData("microsoft")]
    public async Task An_access_that_the_user_revoked_at_the_provider_needs_connecting_again(string account)
    {
        await using var client = await ConnectAsync("ada@acme.example");
        await client.CallAsync("mail_search_messages", new { account, limit = 1 }, Cancelled);
        _product.Sandbox.ProviderTokens.Revoke(_product.Sandbox.World.Find($"ada-{account}")!);

        var failure = await client.FailAsync("mail_search_messages", new { account, limit = 1 }, Cancelled);

        Assert.Equal("connect_required", Code(failure));
    }

    [Fact]
    public async Task A_dead_refresh_token_needs_connecting_again()
    {
        Change("google-oauth2", account => account with { RefreshTokenIsValid = false });
        await using var client = await ConnectAsync("ada@acme.example");

        var failure = await client.FailAsync("mail_search_messages", new { account = "google" }, Cancelled);

        Assert.Equal("connect_required", Code(failure));
    }

    [Fact]
    public async Task An_MFA_policy_of_Always_is_the_operators_to_mend()
    {
        await using var client = await ConnectAsync("ada@acme.example");
        Tenant.Settings = Tenant.Settings with { MfaPolicy = MfaPolicy.Always };

        var failure = await client.FailAsync("calendar_list_events", new { }, Cancelled);

        Assert.Equal("tenant_misconfigured", Code(failure));
        Assert.Contains("Never", failure.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_the_grant_is_the_operators_to_mend()
    {
        Tenant.Put(Tenant.AgentServerClient with { GrantTypes = [] });
        await using var client = await ConnectAsync("ada@acme.example");

        var failure = await client.FailAsync("calendar_list_events", new { }, Cancelled);

        Assert.Equal("tenant_misconfigured", Code(failure));
        Assert.Contains("Token Vault grant", failure.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("google", 503, "provider_unavailable")]
    [InlineData("graph", 503, "provider_unavailable")]
    [InlineData("google", 429, "rate_limited")]
    [InlineData("graph", 429, "rate_limited")]
    public async Task A_provider_in_trouble_is_told_from_the_account(string service, int status, string code)
    {
        await using var client = await ConnectAsync("ada@acme.example");
        _product.Sandbox.Faults.Add(new FaultRule { Service = service, Kind = FaultKind.Status, Status = status, RetryAfterSeconds = 60 });

        var failure = await client.FailAsync(
            "mail_search_messages", new { account = service == "google" ? "google" : "microsoft" }, Cancelled);

        Assert.Equal(code, Code(failure));
    }

    [Fact]
    public async Task A_rotated_signing_key_is_picked_up()
    {
        await using var before = await ConnectAsync("ada@acme.example");
        await before.CallAsync("accounts_list", new { }, Cancelled);

        _product.Sandbox.SigningKeys.Rotate();
        await using var after = await ConnectAsync("ada@acme.example");

        Assert.Equal(2, (await after.CallAsync("accounts_list", new { }, Cancelled)).GetProperty("accounts").GetArrayLength());
    }

    private async Task<McpClient> ConnectAsync(string email)
    {
        var tokens = await SignIn.AsAsync(_product, email, "calendar:read mail:read mail:send", Cancelled);
        return await AgentClient.ConnectAsync(_product.McpUrl, tokens.AccessToken, RawMcp.Newest, Cancelled);
    }

    private void Remove(string connection) => Tenant.RemoveConnectedAccount(Adas(connection).Id);

    private void Change(string connection, Func<ConnectedAccount, ConnectedAccount> change) => Tenant.AddConnectedAccount(change(Adas(connection)));

    private ConnectedAccount Adas(string connection) =>
        Tenant.ConnectedAccountsOf(Tenant.FindUser("ada@acme.example")!.Sub).Single(a => a.Connection == connection);

    private static string? Code(JsonElement failure) => failure.GetProperty("code").GetString();
}
