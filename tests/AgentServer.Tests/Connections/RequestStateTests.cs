using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.AgentServer.Tests.Connections;

/// <summary><c>requestState</c> is good for the user, the call and the minutes it was made for, and for nothing else.</summary>
public sealed class RequestStateTests : IAsyncLifetime
{
    private Chat _chat = null!;

    public async ValueTask InitializeAsync() => _chat = await Chat.StartAsync(("Consent:MaxWait", "00:00:00"));

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    [Fact]
    public async Task It_shows_nothing_of_what_it_holds()
    {
        var (state, link) = await AskAsync(await _chat.TokenAsync(Chat.Dev));

        // As it travels, and what its base64url stands for.
        foreach (var seen in (string[])[state, Encoding.Latin1.GetString(Base64Url.DecodeFromChars(state))])
        {
            Assert.DoesNotContain(link.Segments[^1], seen, StringComparison.Ordinal);
            Assert.DoesNotContain(Chat.Dev, seen, StringComparison.Ordinal);
            Assert.DoesNotContain("calendar_list_events", seen, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_same_call_of_the_same_user_may_carry_it()
    {
        var token = await _chat.TokenAsync(Chat.Dev);
        var (state, _) = await AskAsync(token);

        var answer = await CallAsync(token, "calendar_list_events", new JsonObject(), state);

        Assert.Equal("input_required", answer.GetProperty("result").GetProperty("resultType").GetString());
    }

    [Theory]
    [InlineData("a flipped character")]
    [InlineData("nothing of ours")]
    [InlineData("another user")]
    [InlineData("another tool")]
    [InlineData("other arguments")]
    public async Task Anything_else_is_refused(string change)
    {
        var token = await _chat.TokenAsync(Chat.Dev);
        var (state, _) = await AskAsync(token);
        var (tool, arguments) = ("calendar_list_events", new JsonObject());
        switch (change)
        {
            case "a flipped character":
                state = state[..40] + (state[40] == 'A' ? 'B' : 'A') + state[41..];
                break;
            case "nothing of ours":
                state = "bm90IG91cnM";
                break;
            case "another user":
                token = await _chat.TokenAsync(Chat.Ben);
                break;
            case "another tool":
                tool = "mail_search_messages";
                break;
            default:
                arguments["limit"] = 5;
                break;
        }

        var answer = await CallAsync(token, tool, arguments, state);

        var failure = answer.GetProperty("result").GetProperty("structuredContent");
        Assert.Equal("invalid_input", Chat.Code(failure));
        Assert.Contains("requestState", failure.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(_chat.AccountsOf(Chat.Dev));
    }

    [Fact]
    public async Task A_session_id_that_is_not_ours_declares_nothing()
    {
        var token = await _chat.TokenAsync(Chat.Dev);
        using var request = RawMcp.Call(_chat.Product.McpUrl, token, "calendar_list_events", revision: RawMcp.Previous);
        request.Headers.Add("Mcp-Session-Id", "elicitation.url");

        var answer = await RawMcp.SendAsync(request);

        Assert.DoesNotContain("-32042", answer.Text, StringComparison.Ordinal);
    }

    private async Task<(string State, Uri Link)> AskAsync(string token)
    {
        var answer = (await CallAsync(token, "calendar_list_events", new JsonObject(), null)).GetProperty("result");
        var url = answer.GetProperty("inputRequests").GetProperty("consent").GetProperty("params").GetProperty("url").GetString();
        return (answer.GetProperty("requestState").GetString()!, new Uri(url!));
    }

    private async Task<JsonElement> CallAsync(string token, string tool, JsonObject arguments, string? state)
    {
        var parameters = new JsonObject { ["name"] = tool, ["arguments"] = arguments };
        if (state is not null)
        {
            parameters["requestState"] = state;
            parameters["inputResponses"] = new JsonObject { ["consent"] = new JsonObject { ["action"] = "accept" } };
        }

        var capabilities = new JsonObject { ["elicitation"] = new JsonObject { ["url"] = new JsonObject() } };
        return (await RawMcp.SendAsync(RawMcp.Request(
            _chat.Product.McpUrl, token, "tools/call", parameters, name: tool, capabilities: capabilities))).Message;
    }
}
