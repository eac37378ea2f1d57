using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.Tests.Google;

namespace TokenVaultAgent.Sandbox.Tests.Control;

/// <summary>What each service was asked and how it answered, as a list and as it happens.</summary>
public sealed class ActivityTests : IAsyncLifetime
{
    private const string List = "calendar/v3/users/me/calendarList?maxResults=1";

    private GoogleClient _google = null!;
    private HttpClient _control = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _google = await GoogleClient.StartAsync();
        _control = new HttpClient(new SocketsHttpHandler()) { BaseAddress = _google.Host.ControlUrl };
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _google.DisposeAsync();
    }

    [Fact]
    public async Task A_request_is_listed_with_its_query_and_how_it_was_answered()
    {
        await _google.SendAsync(HttpMethod.Get, List);

        var entry = Assert.Single(await ReadAsync("activity"))!;
        Assert.Equal(("request", "google", "GET", "/" + List, 200), Described(entry));
        Assert.Equal(1, (long)entry["number"]!);
    }

    [Fact]
    public async Task A_fault_is_what_the_service_answered()
    {
        _google.Host.Faults.Add(new FaultRule { Service = "google", Kind = FaultKind.Status, Status = 429, Times = 1 });
        await _google.SendAsync(HttpMethod.Get, List);
        _google.Host.Faults.Add(new FaultRule { Service = "google", Kind = FaultKind.DropBefore, Times = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => _google.SendAsync(HttpMethod.Get, List));

        Assert.Equal([429, null], (await ReadAsync("activity?service=google")).Select(e => (int?)e!["status"]));
    }

    [Fact]
    public async Task What_may_hold_a_code_is_left_out()
    {
        using var answer = await _control.GetAsync(new Uri(_google.Host.Auth0Url, "authorize?client_id=x&state=secret"), Cancelled);

        Assert.Equal("/authorize", (string?)Assert.Single(await ReadAsync("activity?service=auth0"))!["path"]);
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_listed_and_a_reset_empties_it()
    {
        await _google.SendAsync(HttpMethod.Get, List);
        await _google.SendAsync(HttpMethod.Get, "calendar/v3/calendars/primary");

        Assert.Empty(await ReadAsync("activity?kind=exchange"));
        Assert.Empty(await ReadAsync("activity?service=graph"));
        Assert.Equal("/calendar/v3/calendars/primary", (string?)Assert.Single(await ReadAsync("activity?after=1"))!["path"]);
        using var reset = await _control.PostAsync("reset", null, Cancelled);
        Assert.Equal(("control", 3), (await ReadAsync("activity")).Select(e => ((string)e!["service"]!, (int)e["number"]!)).Single());
    }

    [Fact]
    public async Task Who_follows_is_told_what_was_and_then_what_is()
    {
        await _google.SendAsync(HttpMethod.Get, List);
        using var answer = await _control.GetAsync("activity?follow&kind=request", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));

        var first = JsonNode.Parse((await lines.ReadLineAsync(Cancelled))!)!;
        await _google.SendAsync(HttpMethod.Get, "gmail/v1/users/me/profile");
        var second = JsonNode.Parse((await lines.ReadLineAsync(Cancelled))!)!;

        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal((1, 2, "/gmail/v1/users/me/profile"), ((int)first["number"]!, (int)second["number"]!, (string?)second["path"]));
    }

    [Fact]
    public async Task Who_follows_does_not_keep_the_sandbox_from_ending()
    {
        using var answer = await _control.GetAsync("activity?follow", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));

        await _google.Host.DisposeAsync();

        Assert.Null(await lines.ReadLineAsync(Cancelled));
    }

    private async Task<JsonArray> ReadAsync(string path) => JsonNode.Parse(await _control.GetStringAsync(path, Cancelled))!.AsArray();

    private static (string? Kind, string? Service, string? Method, string? Path, int? Status) Described(JsonNode entry) =>
        ((string?)entry["kind"], (string?)entry["service"], (string?)entry["method"], (string?)entry["path"], (int?)entry["status"]);
}
