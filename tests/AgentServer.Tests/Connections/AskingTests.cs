using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace TokenVaultAgent.AgentServer.Tests.Connections;

/// <summary>The form in which a user is asked is one that their client declared.</summary>
public sealed class AskingTests : IAsyncLifetime
{
    private Chat _chat = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _chat = await Chat.StartAsync(("Consent:MaxWait", "00:00:05"));

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    [Fact]
    public async Task A_client_of_2026_07_28_that_opens_links_completes_in_one_call()
    {
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        var asked = new List<ElicitRequestParams>();
        await using var agent = await _chat.AgentAsync(Chat.Dev, async request =>
        {
            asked.Add(request);
            await dev.BrowseAsync(new Uri(request.Url!), Cancelled);
            return "accept";
        });

        var result = await agent.CallAsync("calendar_list_events", new { }, Cancelled);

        var elicitation = Assert.Single(asked);
        Assert.Equal("url", elicitation.Mode);
        Assert.True(result.TryGetProperty("events", out _));
    }

    [Fact]
    public async Task A_call_waits_for_a_user_who_takes_their_time()
    {
        using var dev = _chat.Person(Chat.Dev, "dev-google");
        Task browsing = Task.CompletedTask;
        await using var agent = await _chat.AgentAsync(Chat.Dev, request =>
        {
            // The client reports at once that its user agreed to open the link; the user is still busy with it.
            browsing = Task.Run(async () => await dev.BrowseAsync(new Uri(request.Url!), Cancelled));
            return Task.FromResult("accept");
        });

        var result = await agent.CallAsync("calendar_list_events", new { }, Cancelled);

        await browsing;
        Assert.True(result.TryGetProperty("events", out _));
    }

    [Fact]
    public async Task The_clients_word_that_its_user_agreed_grants_nothing()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev, _ => Task.FromResult("accept"));

        var failure = await agent.FailAsync("calendar_list_events", new { }, Cancelled);

        Assert.Equal("connect_required", Chat.Code(failure));
        Assert.Empty(_chat.AccountsOf(Chat.Dev));
    }

    [Fact]
    public async Task A_user_who_does_not_open_the_link_ends_the_call_with_the_link_in_words()
    {
        var asked = 0;
        await using var agent = await _chat.AgentAsync(Chat.Dev, _ =>
        {
            asked++;
            return Task.FromResult("decline");
        });

        var failure = await agent.FailAsync("calendar_list_events", new { }, Cancelled);

        Assert.Equal(1, asked);
        Assert.Equal("connect_required", Chat.Code(failure));
        Assert.NotNull(Chat.Link(failure));
    }

    [Fact]
    public async Task A_client_of_2025_11_25_that_declared_links_gets_error_32042()
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev, _ => Task.FromResult("accept"), RawMcp.Previous);

        var exception = await Assert.ThrowsAsync<UrlElicitationRequiredException>(
            async () => await agent.CallToolAsync("calendar_list_events", new Dictionary<string, object?>(), cancellationToken: Cancelled));

        Assert.StartsWith(new Uri(_chat.Root, "connect/").ToString(), Assert.Single(exception.Elicitations).Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RawMcp.Newest)]
    [InlineData(RawMcp.Previous)]
    public async Task A_client_that_declared_nothing_gets_words(string revision)
    {
        await using var agent = await _chat.AgentAsync(Chat.Dev, revision);

        var failure = await agent.FailAsync("calendar_list_events", new { }, Cancelled);

        Assert.Equal("connect_required", Chat.Code(failure));
        Assert.StartsWith(new Uri(_chat.Root, "connect/").ToString(), Chat.Link(failure).ToString(), StringComparison.Ordinal);
    }
}
