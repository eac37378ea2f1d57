using System.Net;
using System.Text.Json;

namespace TokenVaultAgent.AgentServer.Tests.Mcp;

/// <summary>What models and plain HTTP clients write that can mean one thing only is taken as that.</summary>
public sealed class LenientInputTests(RunningProduct fixture) : IClassFixture<RunningProduct>
{
    [Theory]
    [InlineData("""{"limit":"3","time_zone":"UTC"}""")]
    [InlineData("""{"limit":3.0,"time_zone":"UTC"}""")]
    [InlineData("""{"limit":"3","time_zone":"UTC","query":null,"account":null,"cursor":null}""")]
    public async Task A_number_in_another_form_is_that_number(string arguments)
    {
        var result = await CallAsync("calendar_list_events", arguments);

        Assert.Equal(3, result.GetProperty("events").GetArrayLength());
    }

    [Theory]
    [InlineData("\"ben@acme.example\"", "ben@acme.example")]
    [InlineData("\"Ben Okafor <ben@acme.example>\"", "\"Ben Okafor\" <ben@acme.example>")]
    [InlineData("\"[\\\"ben@acme.example\\\"]\"", "ben@acme.example")]
    [InlineData("\" [\\\"ben@acme.example\\\", \\\"cho@acme.example\\\"]\"", "ben@acme.example, cho@acme.example")]
    public async Task One_text_is_an_array_of_one_and_the_text_of_an_array_is_that_array(string to, string expected)
    {
        var result = await CallAsync(
            "mail_send_message", $$"""{"to":{{to}},"cc":"","bcc":null,"subject":"x","body":"y","account":"google","dry_run":"True"}""");

        Assert.Equal("dry_run", result.GetProperty("status").GetString());
        Assert.Equal(expected, string.Join(", ", result.GetProperty("to").EnumerateArray().Select(t => t.GetString())));
        Assert.False(result.TryGetProperty("cc", out _));
    }

    [Theory]
    [InlineData("application/json", RawMcp.Newest)]
    [InlineData("application/json", RawMcp.Previous)]
    [InlineData("application/json;q=0.5, text/plain", RawMcp.Previous)]
    [InlineData("application/*", RawMcp.Newest)]
    [InlineData(null, RawMcp.Newest)]
    public async Task A_client_that_takes_no_event_stream_is_answered_in_JSON(string? accept, string revision)
    {
        var request = RawMcp.Call(fixture.Product.McpUrl, await TokenAsync(), "accounts_list", revision: revision);
        request.Headers.Accept.Clear();
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);

        var answer = await RawMcp.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(2, JsonElement.Parse(answer.Text).GetProperty("result").GetProperty("structuredContent").GetProperty("accounts").GetArrayLength());
    }

    [Fact]
    public async Task So_is_a_refusal_with_its_challenge()
    {
        var token = (await SignIn.AsAdaAsync(fixture.Product, "calendar:read", TestContext.Current.CancellationToken)).AccessToken;
        var request = RawMcp.Call(fixture.Product.McpUrl, token, "mail_search_messages");
        request.Headers.Accept.Clear();
        request.Headers.Accept.ParseAdd("application/json");

        var answer = await RawMcp.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("insufficient_scope", answer.Challenge, StringComparison.Ordinal);
        Assert.Equal(
            "step_up_required", JsonElement.Parse(answer.Text).GetProperty("result").GetProperty("structuredContent").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_client_that_takes_neither_is_refused()
    {
        var request = RawMcp.Call(fixture.Product.McpUrl, await TokenAsync(), "accounts_list");
        request.Headers.Accept.Clear();
        request.Headers.Accept.ParseAdd("text/html");

        Assert.Equal(HttpStatusCode.NotAcceptable, (await RawMcp.SendAsync(request)).Status);
    }

    private async Task<JsonElement> CallAsync(string tool, string arguments) =>
        (await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, await TokenAsync(), tool, arguments))).Content;

    private async Task<string> TokenAsync() =>
        (await SignIn.AsAdaAsync(fixture.Product, "calendar:read mail:read mail:send", TestContext.Current.CancellationToken)).AccessToken;
}
