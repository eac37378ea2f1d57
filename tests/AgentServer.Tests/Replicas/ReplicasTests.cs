using System.Text.Json;
using TokenVaultAgent.Sandbox.People;
using TokenVaultAgent.Tools.Tests.Storage;

namespace TokenVaultAgent.AgentServer.Tests.Replicas;

/// <summary>What begins at one replica ends at the other, and what one forgets the other forgets.</summary>
public sealed class ReplicasTests : IDisposable
{
    private static readonly string[] Ben = ["ben@acme.example"];

    private readonly Stores _stores = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Every => [Stores.Sqlite, Stores.Postgres, Stores.PostgresAndRedis];

    public void Dispose() => _stores.Dispose();

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_connect_whose_requests_go_to_both_in_turn_succeeds(string store)
    {
        await using var replicas = await TwoReplicas.StartAsync(await _stores.FreshAsync(store));
        await using var agent = await AgentClient.ConnectAsync(replicas.McpUrl, await replicas.TokenAsync("dev.rao@gmail.example"), RawMcp.Newest, Cancelled);
        using var dev = replicas.Person("dev.rao@gmail.example", "dev-google");
        var failure = await agent.FailAsync("calendar_list_events", new { }, Cancelled);

        var page = await dev.BrowseAsync(Link(failure), Cancelled);

        Assert.Equal("Connected", page.Heading);
        await agent.CallAsync("calendar_list_events", new { }, Cancelled);
        await agent.CallAsync("calendar_list_events", new { }, Cancelled);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_token_that_one_has_cached_is_not_used_after_a_disconnect_at_the_other(string store)
    {
        await using var replicas = await TwoReplicas.StartAsync(await _stores.FreshAsync(store));
        var token = await replicas.TokenAsync("ada@acme.example");
        await using var first = await replicas.AgentOfAsync(0, token);
        await using var second = await replicas.AgentOfAsync(1, token);
        var read = new { account = "google", limit = 1 };
        await first.CallAsync("mail_search_messages", read, Cancelled);
        await second.CallAsync("mail_search_messages", read, Cancelled);

        using var ada = replicas.Person("ada@acme.example");
        await DisconnectGoogleAsync(ada, replicas.McpUrl);

        Assert.Equal("connect_required", (await first.FailAsync("mail_search_messages", read, Cancelled)).GetProperty("code").GetString());
        Assert.Equal("connect_required", (await second.FailAsync("mail_search_messages", read, Cancelled)).GetProperty("code").GetString());
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task An_approval_asked_for_at_one_and_given_at_either_is_used_once_by_both(string store)
    {
        await using var replicas = await TwoReplicas.StartAsync(await _stores.FreshAsync(store));
        var token = await replicas.TokenAsync("ada@acme.example");
        await using var first = await replicas.AgentOfAsync(0, token);
        await using var second = await replicas.AgentOfAsync(1, token);
        using var ada = replicas.Person("ada@acme.example");
        var mail = new { account = "google", to = Ben, subject = "Figures", body = "Here they are." };
        await ada.BrowseAsync(Link(await first.FailAsync("mail_send_message", mail, Cancelled)), Cancelled);

        await Task.WhenAll(new[] { first, second, first, second }.Select(agent => agent.CallToolAsync(
            "mail_send_message", AgentClient.ArgumentsFrom(mail), cancellationToken: Cancelled).AsTask()));

        await second.CallAsync("mail_send_message", mail, Cancelled);
        Assert.Equal(1, replicas.Sandbox.World.Read(accounts =>
            accounts.Single(a => a.Key == "ben-microsoft").Messages.Count(m => m.Content.Subject == "Figures")));
    }

    [Fact]
    public async Task With_Redis_a_user_and_connection_are_exchanged_once_for_both()
    {
        await using var replicas = await TwoReplicas.StartAsync(await _stores.FreshAsync(Stores.PostgresAndRedis));
        var token = await replicas.TokenAsync("ada@acme.example");
        await using var first = await replicas.AgentOfAsync(0, token);
        await using var second = await replicas.AgentOfAsync(1, token);

        await first.CallAsync("mail_search_messages", new { account = "google", limit = 1 }, Cancelled);
        await second.CallAsync("mail_search_messages", new { account = "google", limit = 1 }, Cancelled);

        Assert.Single(replicas.Sandbox.Tenant.Exchanges.Entries);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_call_that_waits_at_one_goes_on_when_the_user_decides_at_the_other(string store)
    {
        await using var replicas = await TwoReplicas.StartAsync(await _stores.FreshAsync(store));
        using var dev = replicas.Person("dev.rao@gmail.example", "dev-google");
        var token = await replicas.TokenAsync("dev.rao@gmail.example");
        Task browsing = Task.CompletedTask;
        await using var agent = await AgentClient.ConnectAsync(replicas.McpUrl, token, request =>
        {
            browsing = Task.Run(() => dev.BrowseAsync(new Uri(request.Url!), Cancelled));
            return Task.FromResult("accept");
        }, Cancelled);

        var result = await agent.CallAsync("calendar_list_events", new { }, Cancelled);

        await browsing;
        Assert.True(result.TryGetProperty("events", out _));
    }

    private static async Task DisconnectGoogleAsync(Person person, Uri mcpUrl)
    {
        var list = await person.BrowseAsync(new Uri(mcpUrl, "accounts"), Cancelled);
        var section = list.Document.QuerySelectorAll("section").Single(s => s.TextContent.Contains("@gmail.example", StringComparison.Ordinal));
        await person.BrowseAsync(new Uri(list.Address, section.QuerySelector("a")!.GetAttribute("href")!), Cancelled);
    }

    private static Uri Link(JsonElement failure) => new(failure.GetProperty("url").GetString()!);
}
