using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>How many exchanges many calls cost, counted by the tenant.</summary>
public sealed class SingleExchangeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_concurrent_calls_of_one_user_make_one_exchange()
    {
        await using var product = await SandboxProduct.StartAsync(new SandboxProductOptions { AgentServerSettings = Patient.Settings }, Cancelled);
        var tokens = await SignIn.AsAdaAsync(product, "calendar:read", Cancelled);
        await using var client = await AgentClient.ConnectAsync(product.McpUrl, tokens.AccessToken, "2026-07-28", Cancelled);

        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ =>
            client.CallAsync("calendar_list_events", new { account = "google", limit = 1 }, Cancelled)));

        Assert.Single(product.Sandbox.Tenant.Exchanges.Entries);
    }

    [Fact]
    public async Task Two_hundred_users_make_two_hundred_exchanges()
    {
        await using var product = await SandboxProduct.StartAsync(new SandboxProductOptions { AgentServerSettings = Patient.Settings }, Cancelled);
        var users = ManyUsers.Add(product.Sandbox, 200);
        var tokens = await Task.WhenAll(users.Select(email => SignIn.AsAsync(product, email, "calendar:read", Cancelled)));

        await Task.WhenAll(tokens.Select(async token =>
        {
            await using var client = await AgentClient.ConnectAsync(product.McpUrl, token.AccessToken, "2026-07-28", Cancelled);
            await client.CallAsync("calendar_list_events", new { account = "google", limit = 1 }, Cancelled);
            await client.CallAsync("calendar_list_events", new { account = "google", limit = 1 }, Cancelled);
        }));

        Assert.Equal(200, product.Sandbox.Tenant.Exchanges.Entries.Count);
        Assert.Equal(200, product.Sandbox.Tenant.Exchanges.Entries.Select(e => e.Subject).Distinct().Count());
    }
}
