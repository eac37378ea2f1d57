using TokenVaultAgent.Sandbox.FaultInjection;

namespace TokenVaultAgent.AgentServer.Tests.Mcp;

/// <summary>An agent that errs is told in that very answer what it meant, or what there is.</summary>
public sealed class RecoveryTests(RunningProduct fixture) : IClassFixture<RunningProduct>
{
    [Theory]
    [InlineData("calendar_list_events", """{"timezone":"Europe/Paris"}""", "This tool has no argument timezone.", "Did you mean time_zone? It knows: from, to, ")]
    [InlineData("calendar_list_events", """{"max_results":10}""", "This tool has no argument max_results.", "Did you mean limit? ")]
    [InlineData("calendar_list_events", """{"start":"2026-11-24"}""", "This tool has no argument start.", "Did you mean from? ")]
    [InlineData("calendar_list_events", """{"calender":"Family"}""", "This tool has no argument calender.", "Did you mean calendar? ")]
    [InlineData("mail_read_message", """{"id":"1","account":"google"}""", "This tool has no argument id.", "Did you mean message_id? ")]
    [InlineData("mail_send_message", """{"message":"Hello"}""", "This tool has no argument message.", "Did you mean body? ")]
    [InlineData("mail_search_messages", """{"colour":"blue"}""", "This tool has no argument colour.", "It knows: query, ")]
    [InlineData("mail_search_messages", """{"ignore all of this":1}""", "The call has an argument that this tool does not know.", "It knows: query, ")]
    [InlineData("accounts_list", """{"all":true}""", "This tool has no argument all.", "It takes none.")]
    public async Task An_unknown_argument_is_named_with_the_one_that_is_meant(string tool, string arguments, string message, string hint)
    {
        var tokens = await AllScopesAsync();

        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, tokens, tool, arguments));

        Assert.Equal("invalid_input", answer.Content.GetProperty("code").GetString());
        Assert.Equal(message, answer.Content.GetProperty("message").GetString());
        Assert.StartsWith(hint, answer.Content.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("calendar_list_events", """{"account":"gmail"}""")]
    [InlineData("calendar_list_events", """{"account":"Outlook"}""")]
    [InlineData("calendar_list_events", """{"account":"all"}""")]
    [InlineData("accounts_connect", """{"provider":"Gmail"}""")]
    public async Task What_a_model_means_by_a_name_is_taken(string tool, string arguments)
    {
        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, await AllScopesAsync(), tool, arguments));

        Assert.False(answer.Content.TryGetProperty("code", out _), answer.Content.GetRawText());
    }

    [Fact]
    public async Task A_calendar_that_is_not_there_is_answered_with_those_that_are()
    {
        var answer = await RawMcp.SendAsync(RawMcp.Call(
            fixture.Product.McpUrl, await AllScopesAsync(), "calendar_list_events", """{"account":"google","calendar":"Nope"}"""));

        Assert.Equal("not_found", answer.Content.GetProperty("code").GetString());
        Assert.Contains("Family", answer.Content.GetProperty("untrusted_names").EnumerateArray().Select(name => name.GetString()));
    }

    [Theory]
    [InlineData("microsoft")]
    [InlineData("google")]
    public async Task An_id_of_the_other_provider_is_not_found(string account)
    {
        var tokens = await AllScopesAsync();
        var other = account == "google" ? "microsoft" : "google";
        var list = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, tokens, "mail_search_messages", $$"""{"account":"{{other}}","limit":1}"""));
        var id = list.Content.GetProperty("messages")[0].GetProperty("id").GetString();

        var answer = await RawMcp.SendAsync(RawMcp.Call(
            fixture.Product.McpUrl, tokens, "mail_read_message", $$"""{"message_id":"{{id}}","account":"{{account}}"}"""));

        Assert.Equal("not_found", answer.Content.GetProperty("code").GetString());
        Assert.Contains("Take message_id and account of one and the same result", answer.Content.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_says_the_time_now()
    {
        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, await AllScopesAsync(), "calendar_list_events", """{"limit":1}"""));

        var now = DateTimeOffset.Parse(answer.Content.GetProperty("now").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(now, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));
    }

    [Fact]
    public async Task A_listing_in_UTC_for_want_of_a_zone_says_so_and_what_mends_it()
    {
        // Neither the settings nor the zones of events tell.
        foreach (var path in new[] { "/v1.0/me/mailboxSettings", "/v1.0/me/calendarView" })
            fixture.Product.Sandbox.Faults.Add(new FaultRule { Service = "graph", Kind = FaultKind.Status, Status = 403, Path = path, Times = 1 });

        var answer = await RawMcp.SendAsync(RawMcp.Call(
            fixture.Product.McpUrl, await AllScopesAsync(), "calendar_list_events", """{"account":"microsoft","from":"2031-01-05","to":"2031-01-05"}"""));

        Assert.Equal("default_utc", answer.Content.GetProperty("time_zone_source").GetString());
        Assert.Contains("ask them, and pass time_zone", answer.Content.GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    private async Task<string> AllScopesAsync() =>
        (await SignIn.AsAdaAsync(fixture.Product, "calendar:read mail:read mail:send", TestContext.Current.CancellationToken)).AccessToken;
}
