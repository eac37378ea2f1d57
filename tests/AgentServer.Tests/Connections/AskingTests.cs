using System.Text.Json;
using System.Text.Json.Nodes;
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
        Assert.Equal("On this page, connect a Google or Microsoft account, so that your assistant can read your calendar.", elicitation.Message);
        Assert.True(result.TryGetProperty("events", out _));
    }

    [Fact]
    public async Task The_sentence_for_an_approval_is_made_for_the_user_and_names_the_recipient()
    {
        using var ada = _chat.Person(Chat.Ada);
        var asked = new List<ElicitRequestParams>();
        await using var agent = await _chat.AgentAsync(Chat.Ada, async request =>
        {
            asked.Add(request);
            await ada.BrowseAsync(new Uri(request.Url!), Cancelled);
            return "accept";
        });

        await agent.CallAsync("mail_send_message", new { account = "google", to = (string[])["ben@acme.example"], subject = "Hi", body = "Hi", idempotency_key = "1" }, Cancelled);

        Assert.Equal("Send this mail to ben@acme.example? See all of it on this page, and decide.", Assert.Single(asked).Message);
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
        await _chat.RestartAsync(("Consent:MaxWait", "00:00:00"));
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

    /// <summary>As clients declare it: claude.ai nothing, Claude Code and others an empty object, which means forms (2025-11-25).</summary>
    public static TheoryData<string, string?, string> Shapes => new()
    {
        { RawMcp.Newest, null, "words" },
        { RawMcp.Newest, "{}", "words" },
        { RawMcp.Newest, """{"form":{}}""", "words" },
        { RawMcp.Newest, """{"url":{}}""", "input_required" },
        { RawMcp.Newest, """{"form":{},"url":{}}""", "input_required" },
        { RawMcp.Previous, null, "words" },
        { RawMcp.Previous, "{}", "words" },
        { RawMcp.Previous, """{"form":{}}""", "words" },
        { RawMcp.Previous, """{"url":{}}""", "-32042" },
        { RawMcp.Previous, """{"form":{},"url":{}}""", "-32042" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task The_form_follows_from_what_the_client_declared(string revision, string? elicitation, string form)
    {
        var token = await _chat.TokenAsync(Chat.Dev);
        var capabilities = elicitation is null ? [] : new JsonObject { ["elicitation"] = JsonNode.Parse(elicitation) };

        var message = await CallAsync(token, revision, capabilities);

        switch (form)
        {
            case "words":
                var result = message.GetProperty("result");
                var text = result.GetProperty("content")[0].GetProperty("text").GetString()!;
                var url = result.GetProperty("structuredContent").GetProperty("url").GetString()!;
                Assert.StartsWith(new Uri(_chat.Root, "connect/").ToString(), url, StringComparison.Ordinal);
                // The link stands alone at the end, where a client that makes links of text makes one of it.
                Assert.EndsWith($" {url}", text, StringComparison.Ordinal);
                Assert.True(result.GetProperty("isError").GetBoolean());
                break;
            case "input_required":
                Assert.Equal("input_required", message.GetProperty("result").GetProperty("resultType").GetString());
                break;
            default:
                Assert.Equal(form, message.GetProperty("error").GetProperty("code").GetRawText());
                break;
        }
    }

    /// <summary>A client of before 2026-07-28 declares what it can when it initializes, and sends back the session id that it was given, if any.</summary>
    private async Task<JsonElement> CallAsync(string token, string revision, JsonObject capabilities)
    {
        var mcpUrl = _chat.Product.McpUrl;
        var parameters = new JsonObject { ["name"] = "calendar_list_events", ["arguments"] = new JsonObject() };
        if (revision == RawMcp.Newest)
            return (await RawMcp.SendAsync(RawMcp.Request(mcpUrl, token, "tools/call", parameters, name: "calendar_list_events", capabilities: capabilities))).Message;

        var initialize = new JsonObject
        {
            ["protocolVersion"] = revision,
            ["capabilities"] = capabilities,
            ["clientInfo"] = new JsonObject { ["name"] = "raw", ["version"] = "1" },
        };
        using var http = new HttpClient(new SocketsHttpHandler());
        using var answer = await http.SendAsync(RawMcp.Request(mcpUrl, token, "initialize", initialize, revision), Cancelled);
        var call = RawMcp.Request(mcpUrl, token, "tools/call", parameters, revision);
        if (answer.Headers.TryGetValues("Mcp-Session-Id", out var session))
            call.Headers.Add("Mcp-Session-Id", session);
        return (await RawMcp.SendAsync(call)).Message;
    }
}
