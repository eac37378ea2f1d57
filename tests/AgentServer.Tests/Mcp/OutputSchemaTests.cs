using NJsonSchema;
using TokenVaultAgent.AgentServer.Tests.Authentication;

namespace TokenVaultAgent.AgentServer.Tests.Mcp;

/// <summary>Structured content conforms to the tool's output schema whatever the outcome: strict clients throw away what does not.</summary>
public sealed class OutputSchemaTests(RunningProduct fixture) : IClassFixture<RunningProduct>
{
    [Theory]
    [InlineData("accounts_list", "{}", "accounts")]
    [InlineData("calendar_list_events", """{"limit":100,"to":"2027-06-01"}""", "events")]
    [InlineData("calendar_list_events", """{"account":"yahoo"}""", "code")]
    [InlineData("calendar_list_events", """{"account":"google","calendar":"Nope"}""", "untrusted_names")]
    [InlineData("mail_search_messages", """{"limit":50}""", "messages")]
    [InlineData("mail_search_messages", """{"limit":0}""", "code")]
    [InlineData("mail_read_message", """{"message_id":"19c0ffee00000000","account":"google"}""", "code")]
    [InlineData("mail_send_message", """{"to":["ben@acme.example"],"subject":"x","body":"y","account":"google","dry_run":true}""", "status")]
    [InlineData("mail_send_message", """{"to":["ben@acme.example"],"subject":"x","body":"y","account":"google"}""", "status")]
    [InlineData("mail_send_message", """{"to":[],"subject":"x","body":"y"}""", "code")]
    public async Task A_result_conforms(string tool, string arguments, string expected)
    {
        var token = await TokenAsync("calendar:read mail:read mail:send");

        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, token, tool, arguments));

        Assert.True(answer.Content.TryGetProperty(expected, out _), answer.Text);
        Assert.Empty(JsonNulls.In(answer.Message));
        Assert.Empty((await SchemaAsync(tool, token)).Validate(answer.Content.GetRawText()));
    }

    [Fact]
    public async Task A_read_message_conforms()
    {
        var token = await TokenAsync("mail:read");
        var list = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, token, "mail_search_messages", """{"query":"has:attachment"}"""));
        var found = list.Content.GetProperty("messages")[0];

        var answer = await RawMcp.SendAsync(RawMcp.Call(
            fixture.Product.McpUrl, token, "mail_read_message",
            $$"""{"message_id":"{{found.GetProperty("id").GetString()}}","account":"{{found.GetProperty("account").GetString()}}"}"""));

        Assert.Empty((await SchemaAsync("mail_read_message", token)).Validate(answer.Content.GetRawText()));
    }

    [Fact]
    public async Task A_refused_scope_conforms()
    {
        var token = await TokenAsync("calendar:read");

        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, token, "mail_search_messages"));

        Assert.Empty((await SchemaAsync("mail_search_messages", token)).Validate(answer.Content.GetRawText()));
    }

    [Theory]
    [InlineData("calendar_list_events", "limit", """{"type":"integer","default":25,"minimum":1,"maximum":100}""")]
    [InlineData("mail_read_message", "limit", """{"description":"Characters of the body","type":"integer","default":4000,"minimum":100,"maximum":20000}""")]
    [InlineData("mail_search_messages", "folder", """{"description":"Never drafts, junk or deleted mail","type":"string","default":"all","enum":["all","inbox","sent"]}""")]
    [InlineData("accounts_connect", "provider", """{"type":"string","enum":["google","microsoft"]}""")]
    public async Task Limits_choices_and_defaults_stand_in_the_input_schema(string tool, string argument, string schema)
    {
        var list = await RawMcp.SendAsync(RawMcp.Request(fixture.Product.McpUrl, await TokenAsync("calendar:read mail:read mail:send"), "tools/list", []));

        var declared = list.Message.GetProperty("result").GetProperty("tools").EnumerateArray().Single(t => t.GetProperty("name").GetString() == tool)
            .GetProperty("inputSchema").GetProperty("properties").GetProperty(argument);

        Assert.Equal(schema, declared.GetRawText());
    }

    [Fact]
    public async Task Neither_a_result_nor_a_failure_does_not_conform()
    {
        var schema = await SchemaAsync("mail_search_messages", await TokenAsync("mail:read"));

        Assert.NotEmpty(schema.Validate("""{"message":"a failure without its code"}"""));
        Assert.NotEmpty(schema.Validate("""{"messages":"none"}"""));
    }

    private async Task<JsonSchema> SchemaAsync(string tool, string token)
    {
        var list = await RawMcp.SendAsync(RawMcp.Request(fixture.Product.McpUrl, token, "tools/list", []));
        var declared = list.Message.GetProperty("result").GetProperty("tools").EnumerateArray().Single(t => t.GetProperty("name").GetString() == tool);
        return await JsonSchema.FromJsonAsync(declared.GetProperty("outputSchema").GetRawText(), TestContext.Current.CancellationToken);
    }

    private async Task<string> TokenAsync(string scope) =>
        (await SignIn.AsAdaAsync(fixture.Product, scope, TestContext.Current.CancellationToken)).AccessToken;
}
