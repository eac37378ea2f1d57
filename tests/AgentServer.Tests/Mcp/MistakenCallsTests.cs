using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.AgentServer.Tests.Mcp;

/// <summary>
/// Calls as models get them wrong (<c>mistaken-calls.jsonl</c>): each is taken as it was meant, or its very answer says what to pass. The table of
/// docs/mistaken-calls.md is made by this test: <c>MISTAKES=write</c>.
/// </summary>
public sealed class MistakenCallsTests(RunningProduct fixture) : IClassFixture<RunningProduct>
{
    private const string Begin = "<!-- mistaken calls: made by MistakenCallsTests -->";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_is_taken_as_meant_or_mended_in_one_step_and_the_page_says_which()
    {
        var token = (await SignIn.AsAdaAsync(fixture.Product, "calendar:read mail:read mail:send", Cancelled)).AccessToken;
        var known = new Dictionary<string, string>
        {
            ["{gmail}"] = await IdAsync(token, "google"),
            ["{graph}"] = await IdAsync(token, "microsoft"),
            ["{today}"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
        var (table, faults) = (new StringBuilder(), new List<string>());
        foreach (var group in Calls().GroupBy(call => (string)call["group"]!))
        {
            table.Append(CultureInfo.InvariantCulture, $"\n### {char.ToUpperInvariant(group.Key[0])}{group.Key[1..]}\n| call | before | now |\n| --- | --- | --- |\n");
            foreach (var call in group)
            {
                var (steps, answer) = await StepsAsync(token, call, known);
                if (steps is not ("0" or "1"))
                    faults.Add($"{call.ToJsonString(Readable)}\n  {steps}: {answer}");
                var written = $"{call["tool"]} {call["args"]!.ToJsonString(Readable)}".Replace("|", "\\|", StringComparison.Ordinal);
                table.Append(CultureInfo.InvariantCulture, $"| `{written}` | {call["before"]} | {steps} |\n");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        await CheckPageAsync(table.ToString());
    }

    /// <returns>0 where it was taken as meant, 1 where its answer says what to pass, 2 where something else must be asked first, never where nothing tells that it was not.</returns>
    private async Task<(string Steps, string Answer)> StepsAsync(string token, JsonNode call, Dictionary<string, string> known)
    {
        var arguments = known.Aggregate(call["args"]!.ToJsonString(), (text, one) => text.Replace(one.Key, one.Value, StringComparison.Ordinal));
        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, token, (string)call["tool"]!, arguments));
        var isError = answer.Message.TryGetProperty("error", out _)
            || (answer.Message.GetProperty("result").TryGetProperty("isError", out var flag) && flag.GetBoolean());
        if (!isError)
            return ((bool?)call["finds"] is true && answer.Content.GetProperty("messages").GetArrayLength() == 0 ? "never" : "0", "");
        var words = JsonSerializer.Serialize(answer.Message, Readable);
        var told = call["told"]?.AsArray().Select(t => known.GetValueOrDefault((string)t!, (string)t!)) ?? ["(nothing: it should have been taken)"];
        return (told.All(t => words.Contains(t, StringComparison.OrdinalIgnoreCase)) ? "1" : "2", words);
    }

    private async Task<string> IdAsync(string token, string account)
    {
        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, token, "mail_search_messages", $$"""{"account":"{{account}}","limit":1}"""));
        return answer.Content.GetProperty("messages")[0].GetProperty("id").GetString()!;
    }

    private static async Task CheckPageAsync(string table)
    {
        var path = Path.Combine(Repository.Root, "docs", "mistaken-calls.md");
        var page = await File.ReadAllTextAsync(path, Cancelled);
        var made = page[..(page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)] + "\n" + table;
        if (Environment.GetEnvironmentVariable("MISTAKES") == "write")
            await File.WriteAllTextAsync(path, made, Cancelled);
        else
            Assert.Equal(made, page);
    }

    private static IEnumerable<JsonNode> Calls() =>
        File.ReadLines(Path.Combine(Repository.Root, "tests", "AgentServer.Tests", "Mcp", "mistaken-calls.jsonl")).Select(line => JsonNode.Parse(line)!);
}
