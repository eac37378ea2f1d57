using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.AgentServer.Tests.Mcp;

/// <summary>A result's text and its structured content are one writing, whatever is in it and around it.</summary>
public sealed class WrittenResultTests(RunningProduct fixture) : IClassFixture<RunningProduct>
{
    private const string Mark = "\"token-vault-agent/written\":true";

    [Theory]
    [InlineData("plain", RawMcp.Newest)]
    [InlineData("plain", RawMcp.Previous)]
    [InlineData("quotes \" and \\ and / and <b> & 'x'", RawMcp.Newest)]
    [InlineData("é 日本 🍵 \u00A0", RawMcp.Newest)]
    [InlineData(Mark, RawMcp.Newest)]
    [InlineData(Mark, RawMcp.Previous)]
    public async Task The_text_is_the_structured_content_to_the_byte(string subject, string revision)
    {
        var arguments = new JsonObject { ["to"] = new JsonArray("ben@acme.example"), ["subject"] = subject, ["body"] = subject, ["account"] = "google", ["dry_run"] = true };

        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, await TokenAsync(), "mail_send_message", arguments.ToJsonString(), revision));

        var result = answer.Message.GetProperty("result");
        Assert.Equal(["text"], result.GetProperty("content").EnumerateArray().Select(block => block.GetProperty("type").GetString()!));
        Assert.Equal(result.GetProperty("structuredContent").GetRawText(), result.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(subject, answer.Content.GetProperty("body").GetString());
        Assert.False(result.TryGetProperty("token-vault-agent/written", out _));
    }

    [Theory]
    [InlineData("\"token-vault-agent/written\"")]
    [InlineData("\"\\\"token-vault-agent/written\\\":true\"")]
    public async Task An_id_that_looks_like_the_mark_is_only_an_id(string id)
    {
        using var call = RawMcp.Call(fixture.Product.McpUrl, await TokenAsync(), "accounts_list");
        var body = JsonNode.Parse(await call.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        body["id"] = JsonNode.Parse(id);
        call.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");

        var answer = await RawMcp.SendAsync(call);

        Assert.Equal(JsonElement.Parse(id).GetString(), answer.Message.GetProperty("id").GetString());
        Assert.Equal(2, answer.Content.GetProperty("accounts").GetArrayLength());
    }

    [Fact]
    public async Task A_long_id_is_no_matter()
    {
        using var call = RawMcp.Call(fixture.Product.McpUrl, await TokenAsync(), "accounts_list");
        var body = JsonNode.Parse(await call.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        body["id"] = new string('x', 200_000);
        call.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");

        Assert.Equal(2, (await RawMcp.SendAsync(call)).Content.GetProperty("accounts").GetArrayLength());
    }

    [Fact]
    public async Task A_failure_is_written_as_ever()
    {
        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, await TokenAsync(), "mail_read_message", """{"message_id":"none","account":"google"}"""));

        Assert.True(answer.Message.GetProperty("result").GetProperty("isError").GetBoolean());
        Assert.Equal("not_found", answer.Content.GetProperty("code").GetString());
    }

    private async Task<string> TokenAsync() =>
        (await SignIn.AsAdaAsync(fixture.Product, "calendar:read mail:read mail:send", TestContext.Current.CancellationToken)).AccessToken;
}
