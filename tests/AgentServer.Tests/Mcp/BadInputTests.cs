using System.Net;
using System.Text.Json;

namespace TokenVaultAgent.AgentServer.Tests.Mcp;

/// <summary>A bad argument is named, what is wrong with it is said, and nothing reaches Auth0 or a provider.</summary>
public sealed class BadInputTests(RunningProduct fixture) : IClassFixture<RunningProduct>
{
    private const string Mail = "\"subject\":\"x\",\"body\":\"y\",\"account\":\"google\"";

    public static readonly TheoryData<string, string, string> Calls = new()
    {
        { "calendar_list_events", """{"from":5}""", "from" },
        { "calendar_list_events", """{"limit":"many"}""", "limit" },
        { "calendar_list_events", """{"limit":2.5}""", "limit" },
        { "calendar_list_events", """{"limit":"2.5"}""", "limit" },
        { "calendar_list_events", """{"limit":"1,000"}""", "limit" },
        { "calendar_list_events", """{"limit":""}""", "limit" },
        { "calendar_list_events", """{"limit":true}""", "limit" },
        { "calendar_list_events", """{"account":["google","microsoft"]}""", "account" },
        { "calendar_list_events", """{"limit":0}""", "limit" },
        { "calendar_list_events", """{"limit":101}""", "limit" },
        { "calendar_list_events", """{"limit":99999999999999999999}""", "limit" },
        { "calendar_list_events", """{"from":"next tuesday"}""", "from" },
        { "calendar_list_events", """{"from":"2026-13-01"}""", "from" },
        { "calendar_list_events", """{"from":"0001-01-01","to":"9999-12-31"}""", "from" },
        { "calendar_list_events", """{"from":"2026-11-24T10:00:00Z","to":"2026-11-24T09:00:00Z"}""", "to" },
        { "calendar_list_events", """{"from":"2026-01-01","to":"2028-01-01"}""", "to" },
        { "calendar_list_events", """{"time_zone":"Mars/Olympus"}""", "time_zone" },
        { "calendar_list_events", """{"calendar":"Team"}""", "account" },
        { "calendar_list_events", """{"cursor":"forged"}""", "cursor" },
        { "mail_search_messages", """{"folder":"spam"}""", "folder" },
        { "mail_search_messages", """{"query":"in:anywhere x"}""", "query" },
        { "mail_search_messages", """{"query":"after:yesterday"}""", "query" },
        { "mail_search_messages", """{"query":"a\r\nb"}""", "query" },
        { "mail_read_message", """{"message_id":"../drafts/1","account":"google"}""", "message_id" },
        { "mail_read_message", """{"message_id":"..","account":"google"}""", "message_id" },
        { "mail_read_message", """{"message_id":"a/b","account":"microsoft"}""", "message_id" },
        { "mail_read_message", """{"message_id":"a?b=c","account":"microsoft"}""", "message_id" },
        { "mail_read_message", """{"message_id":"","account":"google"}""", "message_id" },
        { "mail_read_message", """{"message_id":"19c0","account":"google","offset":-1}""", "offset" },
        { "mail_read_message", """{"account":"google"}""", "message_id" },
        { "mail_send_message", $$"""{"to":[],{{Mail}}}""", "to" },
        { "mail_send_message", $$"""{"to":"",{{Mail}}}""", "to" },
        { "mail_send_message", $$"""{"to":null,{{Mail}}}""", "to" },
        { "mail_send_message", $$"""{"to":[null],{{Mail}}}""", "to" },
        { "mail_send_message", $$"""{"to":{"address":"ben@acme.example"},{{Mail}}}""", "to" },
        { "mail_send_message", $$"""{"to":"ben@acme.example, eve@evil.example",{{Mail}}}""", "to[0]" },
        { "mail_send_message", $$"""{"to":"[\"ben@acme.example\", 7]",{{Mail}}}""", "to" },
        { "mail_send_message", $$"""{"to":"[ben@acme.example]",{{Mail}}}""", "to[0]" },
        { "mail_send_message", $$"""{"to":[7],{{Mail}}}""", "to" },
        { "mail_send_message", $$"""{"to":["nobody"],{{Mail}}}""", "to[0]" },
        { "mail_send_message", $$"""{"to":["ben@acme.example, eve@evil.example"],{{Mail}}}""", "to[0]" },
        { "mail_send_message", $$"""{"to":["ben@acme.example\r\nBcc: eve@evil.example"],{{Mail}}}""", "to[0]" },
        { "mail_send_message", $$"""{"to":["Ben\r\nBcc: eve@evil.example <ben@acme.example>"],{{Mail}}}""", "to[0]" },
        { "mail_send_message", $$"""{"to":["ben@acme.example"],"cc":["x@"],{{Mail}}}""", "cc[0]" },
        { "mail_send_message", """{"to":["ben@acme.example"],"subject":"x\r\nBcc: eve@evil.example","body":"y"}""", "subject" },
        { "mail_send_message", """{"to":["ben@acme.example"],"subject":"x","body":"y\u0000"}""", "body" },
        { "mail_send_message", $$"""{"to":["ben@acme.example"],"idempotency_key":"",{{Mail}}}""", "idempotency_key" },
        { "mail_send_message", $$"""{"to":["ben@acme.example"],"dry_run":"yes",{{Mail}}}""", "dry_run" },
        { "mail_send_message", $$"""{"to":["ben@acme.example"],"dry_run":0,{{Mail}}}""", "dry_run" },
        { "mail_send_message", $$"""{"to":["ben@acme.example"],"subject":null,"body":"y"}""", "subject" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task The_argument_at_fault_is_named(string tool, string arguments, string argument)
    {
        var tokens = await AllScopesAsync();
        var exchanges = fixture.Product.Sandbox.Tenant.Exchanges.Entries.Count;

        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, tokens, tool, arguments));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("invalid_input", answer.Content.GetProperty("code").GetString());
        Assert.StartsWith($"{argument} ", answer.Content.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.False(string.IsNullOrWhiteSpace(answer.Content.GetProperty("hint").GetString()));
        Assert.Equal(exchanges, fixture.Product.Sandbox.Tenant.Exchanges.Entries.Count);
    }

    [Theory]
    [InlineData(RawMcp.Newest)]
    [InlineData(RawMcp.Previous)]
    public async Task An_unknown_tool_is_an_error_of_the_protocol(string revision)
    {
        var tokens = await AllScopesAsync();

        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, tokens, "mail_delete_everything", revision: revision));

        Assert.Equal(-32602, answer.Message.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Contains("Unknown tool", answer.Message.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    /// <summary>JSON can write half of a character, and no text can hold it.</summary>
    [Theory]
    [InlineData(RawMcp.Newest, "mail_send_message", "{\"to\":[\"ben@acme.example\"],\"subject\":\"\\ud83c\",\"body\":\"y\"}", "subject")]
    [InlineData(RawMcp.Previous, "mail_send_message", "{\"to\":[\"a@b.example\",\"\\udf75@b.example\"],\"subject\":\"x\",\"body\":\"y\"}", "to")]
    [InlineData(RawMcp.Previous, "calendar_list_events", "{\"query\":\"x\\udf75\\ud83c\"}", "query")]
    public async Task Half_a_character_is_refused_by_the_arguments_name(string revision, string tool, string arguments, string argument)
    {
        var tokens = await AllScopesAsync();
        var request = RawMcp.Call(fixture.Product.McpUrl, tokens, tool, "{}", revision);
        var body = (await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace("\"arguments\":{}", $"\"arguments\":{arguments}", StringComparison.Ordinal);
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        var answer = await RawMcp.SendAsync(request);

        Assert.Equal("invalid_input", answer.Content.GetProperty("code").GetString());
        Assert.StartsWith($"{argument} holds half of a character", answer.Content.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_of_another_user_is_not_found()
    {
        var tokens = await AllScopesAsync();

        var answer = await RawMcp.SendAsync(RawMcp.Call(
            fixture.Product.McpUrl, tokens, "calendar_list_events", """{"account":"microsoft:ben@acme.example"}"""));

        Assert.Equal("not_found", answer.Content.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Arguments_of_ten_megabytes_are_refused_unread()
    {
        var tokens = await AllScopesAsync();
        var request = RawMcp.Call(
            fixture.Product.McpUrl, tokens, "calendar_list_events", JsonSerializer.Serialize(new { query = new string('x', 10_000_000) }));

        var answer = await RawMcp.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    [Fact]
    public async Task Of_ten_megabytes_of_unannounced_length_no_call_is_made()
    {
        var tokens = await AllScopesAsync();
        var request = RawMcp.Call(
            fixture.Product.McpUrl, tokens, "mail_search_messages", JsonSerializer.Serialize(new { query = new string('x', 10_000_000) }));
        request.Headers.TransferEncodingChunked = true;

        // The connection ends at the limit: the client sees the refusal, or, still writing, that nobody listens.
        var outcome = await Record.ExceptionAsync(async () =>
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await RawMcp.SendAsync(request)).Status));

        Assert.True(outcome is null or HttpRequestException, outcome?.ToString());
    }

    [Fact]
    public async Task A_calendar_is_looked_up_by_name_and_never_becomes_a_path()
    {
        var tokens = await AllScopesAsync();

        var answer = await RawMcp.SendAsync(RawMcp.Call(
            fixture.Product.McpUrl, tokens, "calendar_list_events", """{"account":"google","calendar":"../../users/me/drafts"}"""));

        Assert.Equal("not_found", answer.Content.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task Deep_JSON_is_refused(int depth)
    {
        var tokens = await AllScopesAsync();
        var deep = string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth));
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"calendar_list_events\",\"arguments\":{\"query\":" + deep + "}}}";

        var answer = await RawMcp.SendAsync(RawMcp.Post(fixture.Product.McpUrl, tokens, body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"tools/list\"}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"tools/list\"}")]
    public async Task What_is_no_message_of_the_protocol_is_a_bad_request(string body)
    {
        var tokens = await AllScopesAsync();

        var answer = await RawMcp.SendAsync(RawMcp.Post(fixture.Product.McpUrl, tokens, body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData("""{"name":5,"arguments":{}}""")]
    [InlineData("""{"name":"accounts_list","arguments":[]}""")]
    [InlineData("""{"name":"accounts_list","arguments":{},"_meta":7}""")]
    public async Task Parameters_that_no_call_has_are_invalid_and_no_fault_of_the_server(string parameters)
    {
        var tokens = await AllScopesAsync();
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":" + parameters + "}";

        var answer = await RawMcp.SendAsync(RawMcp.Post(fixture.Product.McpUrl, tokens, body));

        Assert.Equal(-32602, answer.Message.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Contains("tools/call", answer.Message.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_lives_on_after_all_of_it()
    {
        var tokens = await AllScopesAsync();
        await RawMcp.SendAsync(RawMcp.Post(fixture.Product.McpUrl, tokens, "{"));

        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, tokens, "accounts_list"));

        Assert.Equal(2, answer.Content.GetProperty("accounts").GetArrayLength());
    }

    private async Task<string> AllScopesAsync() =>
        (await SignIn.AsAdaAsync(fixture.Product, "calendar:read mail:read mail:send", TestContext.Current.CancellationToken)).AccessToken;
}
