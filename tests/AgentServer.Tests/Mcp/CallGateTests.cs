using System.Net;
using System.Text.Json;

namespace TokenVaultAgent.AgentServer.Tests.Mcp;

/// <summary>Scopes are decided on the parsed call, in every protocol revision, whatever the headers say.</summary>
public sealed class CallGateTests(RunningProduct fixture) : IClassFixture<RunningProduct>
{
    private const string Mail = """{"to":["ben@acme.example"],"subject":"x","body":"y","account":"google"}""";

    [Theory]
    [InlineData(RawMcp.Newest, "mail:send")]
    // Clients of then replace what they have by what they are told.
    [InlineData(RawMcp.Previous, "mail:send calendar:read")]
    public async Task A_missing_scope_is_answered_403_with_what_the_client_is_to_ask_for(string revision, string scope)
    {
        var tokens = await SignIn.AsAdaAsync(fixture.Product, "calendar:read", TestContext.Current.CancellationToken);

        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, tokens.AccessToken, "mail_send_message", Mail, revision));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("error=\"insufficient_scope\"", answer.Challenge, StringComparison.Ordinal);
        Assert.Contains($"scope=\"{scope}\"", answer.Challenge, StringComparison.Ordinal);
        Assert.Contains("resource_metadata=\"", answer.Challenge, StringComparison.Ordinal);
        Assert.Equal("step_up_required", answer.Content.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(RawMcp.Newest)]
    [InlineData(RawMcp.Previous)]
    public async Task A_name_in_the_header_does_not_open_the_tool_in_the_body(string revision)
    {
        var tokens = await SignIn.AsAdaAsync(fixture.Product, "calendar:read", TestContext.Current.CancellationToken);
        var request = RawMcp.Call(fixture.Product.McpUrl, tokens.AccessToken, "mail_send_message", Mail, revision);
        request.Headers.Remove("Mcp-Name");
        request.Headers.Add("Mcp-Name", "accounts_list");

        var answer = await RawMcp.SendAsync(request);

        // The newest revision refuses the contradiction itself; the one before does not know the header.
        Assert.Equal(revision == RawMcp.Newest ? HttpStatusCode.BadRequest : HttpStatusCode.Forbidden, answer.Status);
        Assert.DoesNotContain("\"sent\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_in_the_header_that_the_body_contradicts_opens_nothing()
    {
        var tokens = await SignIn.AsAdaAsync(fixture.Product, "calendar:read", TestContext.Current.CancellationToken);
        var request = RawMcp.Call(fixture.Product.McpUrl, tokens.AccessToken, "mail_send_message", Mail);
        request.Headers.Remove("MCP-Protocol-Version");
        request.Headers.Add("MCP-Protocol-Version", RawMcp.Previous);

        var answer = await RawMcp.SendAsync(request);

        Assert.Contains(answer.Status, new[] { HttpStatusCode.BadRequest, HttpStatusCode.Forbidden });
    }

    [Fact]
    public async Task A_batch_opens_nothing()
    {
        var tokens = await SignIn.AsAdaAsync(fixture.Product, "calendar:read", TestContext.Current.CancellationToken);
        var body = """[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"mail_send_message","arguments":""" + Mail + "}}]";

        var answer = await RawMcp.SendAsync(RawMcp.Post(fixture.Product.McpUrl, tokens.AccessToken, body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task Tools_are_listed_whatever_the_scopes()
    {
        var tokens = await SignIn.AsAdaAsync(fixture.Product, "calendar:read", TestContext.Current.CancellationToken);

        var answer = await RawMcp.SendAsync(RawMcp.Request(fixture.Product.McpUrl, tokens.AccessToken, "tools/list", []));

        var names = answer.Message.GetProperty("result").GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("name").GetString());
        Assert.Equal(
            [
                "accounts_connect", "accounts_disconnect", "accounts_list", "accounts_set_default", "calendar_list_events", "mail_read_message",
                "mail_search_messages", "mail_send_message",
            ],
            names);
    }

    [Fact]
    public async Task The_metadata_names_the_tenant_and_the_read_scopes_only()
    {
        var root = fixture.Product.McpUrl.GetLeftPart(UriPartial.Authority);

        var answers = new List<RawAnswer>();
        foreach (var path in new[] { "/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp" })
            answers.Add(await RawMcp.SendAsync(new HttpRequestMessage(HttpMethod.Get, root + path)));

        Assert.Equal(answers[0].Text, answers[1].Text);
        var metadata = JsonDocument.Parse(answers[0].Text).RootElement;
        Assert.Equal(fixture.Product.McpUrl.ToString(), metadata.GetProperty("resource").GetString());
        Assert.Equal(fixture.Product.Sandbox.Auth0Url.ToString(), metadata.GetProperty("authorization_servers")[0].GetString());
        Assert.Equal(["calendar:read", "mail:read"], metadata.GetProperty("scopes_supported").EnumerateArray().Select(s => s.GetString()));
    }
}
