using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Tests.Telemetry;

/// <summary>A call's spans belong to the trace of who called, and say what kind of failure it came to.</summary>
[Collection(nameof(ListensToAll))]
public sealed class TraceTests(RunningProduct fixture) : IClassFixture<RunningProduct>
{
    [Theory]
    // Each the user's first call, which makes an exchange.
    [InlineData(RawMcp.Newest, "ben@acme.example")]
    [InlineData(RawMcp.Previous, "cho@acme.example")]
    public async Task A_traceparent_of_the_call_is_continued_to_the_exchange(string revision, string user)
    {
        var spans = await TraceAsync(user, "calendar:read", "calendar_list_events", "{}", revision, out var parent);

        var call = Assert.Single(spans, span => span.OperationName == "tools/call calendar_list_events");
        Assert.Equal(parent, call.ParentSpanId.ToHexString());
        Assert.Contains(spans, span => span.OperationName == "token_vault.exchange");
        Assert.Null(call.GetTagItem("error.type"));
    }

    [Theory]
    // Refused by the gate, made of an exception by the filter, and told by the tool.
    [InlineData("calendar:read", "mail_search_messages", "{}", "step_up_required")]
    [InlineData("mail:read", "mail_search_messages", """{"limit":0}""", "invalid_input")]
    [InlineData("mail:read", "mail_search_messages", """{"limits":1}""", "invalid_input")]
    [InlineData("mail:read", "mail_read_message", """{"message_id":"19c0ffee00000000","account":"google"}""", "not_found")]
    public async Task A_failure_is_one_in_the_span_too(string scope, string tool, string arguments, string code)
    {
        var spans = await TraceAsync("ada@acme.example", scope, tool, arguments, RawMcp.Newest, out _);

        var call = Assert.Single(spans, span => span.OperationName == $"tools/call {tool}");
        Assert.Equal("tool_error", call.GetTagItem("error.type"));
        Assert.Equal(code, call.GetTagItem("token_vault_agent.failure"));
        Assert.Equal(ActivityStatusCode.Error, call.Status);
    }

    private Task<List<Activity>> TraceAsync(string user, string scope, string tool, string arguments, string revision, out string parent)
    {
        var trace = ActivityTraceId.CreateRandom();
        parent = ActivitySpanId.CreateRandom().ToHexString();
        return CallAsync(user, scope, tool, arguments, revision, trace, parent);
    }

    private async Task<List<Activity>> CallAsync(
        string user, string scope, string tool, string arguments, string revision, ActivityTraceId trace, string parent)
    {
        var token = (await SignIn.AsAsync(fixture.Product, user, scope, TestContext.Current.CancellationToken)).AccessToken;
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Experimental.ModelContextProtocol" or VaultTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId == trace ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var request = RawMcp.Call(fixture.Product.McpUrl, token, tool, arguments, revision);
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        var meta = (JsonObject)(body["params"]!["_meta"] ??= new JsonObject());
        meta["traceparent"] = $"00-{trace}-{parent}-01";
        request.Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");

        await RawMcp.SendAsync(request);
        // The span ends after the answer has gone.
        for (var i = 0; i < 50 && !spans.Any(span => span.OperationName.StartsWith("tools/call", StringComparison.Ordinal)); i++)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        return [.. spans];
    }
}
