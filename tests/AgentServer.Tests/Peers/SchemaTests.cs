using System.Text.Json;

namespace TokenVaultAgent.AgentServer.Tests.Peers;

/// <summary>The tools' schemas before a strict validator (ajv) and the rules of models' vendors, some of which refuse a whole list for one type.</summary>
public sealed class SchemaTests(RunningProduct running) : IClassFixture<RunningProduct>
{
    [Theory]
    [InlineData(RawMcp.Newest)]
    [InlineData(RawMcp.Previous)]
    public async Task Every_schema_compiles_and_no_vendor_refuses_one(string revision)
    {
        NodePeers.SkipWhereMissing();
        var token = (await SignIn.AsAdaAsync(running.Product, "calendar:read", TestContext.Current.CancellationToken)).AccessToken;
        var list = await RawMcp.SendAsync(RawMcp.Request(running.Product.McpUrl, token, "tools/list", [], revision));
        var result = list.Message.GetProperty("result").GetRawText();

        Assert.DoesNotContain("null", result, StringComparison.Ordinal);
        var verdict = await JudgeAsync(result);
        Assert.Empty(verdict.GetProperty("wrong").EnumerateArray().Select(fault => fault.GetString()));
        Assert.Equal(8 * 4, verdict.GetProperty("compiled").GetInt32());
    }

    [Theory]
    [InlineData("""{"type":["string","null"]}""", "tool.x: type is [\"string\",\"null\"]")]
    [InlineData("""{"type":"array"}""", "tool.x[]: is no schema")]
    [InlineData("""{"type":"string","default":null}""", "tool.x: default is null")]
    [InlineData("""{"type":"string","enum":["a",null]}""", "tool.x: enum is not of texts")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", "tool.x: has anyOf")]
    public async Task What_a_vendor_refuses_is_found(string property, string fault)
    {
        NodePeers.SkipWhereMissing();
        var verdict = await JudgeAsync(
            $$$"""
            {"tools":[{"name":"tool","description":"A tool.","inputSchema":{"type":"object","additionalProperties":false,"properties":{"x":{{{property}}}}},"outputSchema":{"type":"object"}}]}
            """);

        Assert.Contains(fault, verdict.GetProperty("wrong").EnumerateArray().Select(f => f.GetString()));
    }

    private static async Task<JsonElement> JudgeAsync(string tools)
    {
        using var process = NodePeers.StartScript("schemas.cjs");
        await process.StandardInput.WriteAsync(tools);
        process.StandardInput.Close();
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return text.Length > 0 ? JsonElement.Parse(text) : throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
