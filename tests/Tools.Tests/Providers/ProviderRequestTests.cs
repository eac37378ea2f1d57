using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Providers.GoogleApis;
using TokenVaultAgent.Tools.Providers.GoogleCalendarV3;
using TokenVaultAgent.Tools.Providers.MicrosoftGraph;

namespace TokenVaultAgent.Tools.Tests.Providers;

public sealed class ProviderRequestTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Concurrent_google_requests_of_two_users_carry_their_own_tokens()
    {
        await using var stub = await StubProvider.StartAsync(200);
        await using var clients = stub.Clients();
        var calendar = clients.GetRequiredService<CalendarService>();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            calendar.Events.List($"calendar-{i % 2}").SendAsync(StubProvider.Token($"token-{i % 2}"), Cancellation)));

        Assert.Equal(40, stub.Requests.Count);
        Assert.All(stub.Requests, r => Assert.Equal($"Bearer token-{(r.Target.Contains("calendar-1", StringComparison.Ordinal) ? 1 : 0)}", r.Authorization));
    }

    [Fact]
    public async Task Concurrent_graph_requests_of_two_users_carry_their_own_tokens()
    {
        await using var stub = await StubProvider.StartAsync(200);
        await using var clients = stub.Clients();
        var graph = clients.GetRequiredService<GraphApi>();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => graph.SendAsync(g => g.Me.Messages[$"message-{i % 2}"].GetAsync(
            r => r.Options.Add(new GraphToken(StubProvider.Token($"token-{i % 2}"))), Cancellation))));

        Assert.Equal(40, stub.Requests.Count);
        Assert.All(stub.Requests, r => Assert.Equal($"Bearer token-{(r.Target.Contains("message-1", StringComparison.Ordinal) ? 1 : 0)}", r.Authorization));
    }

    [Fact]
    public async Task A_google_request_without_a_token_is_never_sent()
    {
        await using var stub = await StubProvider.StartAsync(200);
        await using var clients = stub.Clients();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            clients.GetRequiredService<CalendarService>().Events.List("primary").ExecuteAsync(Cancellation));

        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task A_graph_request_without_a_token_is_never_sent()
    {
        await using var stub = await StubProvider.StartAsync(200);
        await using var clients = stub.Clients();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            clients.GetRequiredService<GraphApi>().SendAsync(g => g.Me.GetAsync(cancellationToken: Cancellation)));

        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task A_graph_request_to_another_host_is_never_sent()
    {
        await using var stub = await StubProvider.StartAsync(200);
        await using var elsewhere = await StubProvider.StartAsync(200);
        await using var clients = stub.Clients();

        await Assert.ThrowsAsync<InvalidOperationException>(() => clients.GetRequiredService<GraphApi>().SendAsync(g =>
            g.Me.CalendarView.WithUrl(new Uri(elsewhere.Url, "v1.0/me/calendarView?$skip=10").AbsoluteUri)
                .GetAsync(r => r.Options.Add(new GraphToken(StubProvider.Token())), Cancellation)));

        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Graph_is_asked_for_immutable_ids_beside_other_preferences()
    {
        await using var stub = await StubProvider.StartAsync(200);
        await using var clients = stub.Clients();

        await clients.GetRequiredService<GraphApi>().SendAsync(g => g.Me.Messages.GetAsync(
            r =>
            {
                r.Options.Add(new GraphToken(StubProvider.Token()));
                r.Headers.Add("Prefer", "outlook.body-content-type=\"text\"");
                r.QueryParameters.Select = ["id"];
            },
            Cancellation));

        var request = Assert.Single(stub.Requests);
        Assert.Contains("IdType=\"ImmutableId\"", request.Prefer, StringComparison.Ordinal);
        Assert.Contains("outlook.body-content-type=\"text\"", request.Prefer, StringComparison.Ordinal);
        Assert.Equal("/v1.0/me/messages?$select=id", request.Target);
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("../calendarList", "..%2FcalendarList")]
    [InlineData("%2e%2e%2f", "%252e%252e%252f")]
    [InlineData("a?b#c", "a%3Fb%23c")]
    [InlineData("en.usa#holiday@group.v.calendar.google.com", "en.usa%23holiday%40group.v.calendar.google.com")]
    public async Task Both_sdks_keep_an_id_within_one_path_segment(string id, string segment)
    {
        await using var stub = await StubProvider.StartAsync(200);
        await using var clients = stub.Clients();

        await clients.GetRequiredService<CalendarService>().Events.List(id).SendAsync(StubProvider.Token(), Cancellation);
        await clients.GetRequiredService<GraphApi>().SendAsync(g => g.Me.Calendars[id].GetAsync(
            r => r.Options.Add(new GraphToken(StubProvider.Token())), Cancellation));

        Assert.Equal(
            [$"/calendar/v3/calendars/{segment}/events?prettyPrint=false", $"/v1.0/me/calendars/{segment}"],
            stub.Requests.Select(r => r.Target));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await StubProvider.StartAsync(200);
        await using var stub = await StubProvider.StartAsync(302, "", ("Location", elsewhere.Url.AbsoluteUri));
        await using var clients = stub.Clients();

        var google = await Assert.ThrowsAsync<ProviderException>(() =>
            clients.GetRequiredService<CalendarService>().Events.List("primary").SendAsync(StubProvider.Token(), Cancellation));
        var graph = await Assert.ThrowsAsync<ProviderException>(() => clients.GetRequiredService<GraphApi>().SendAsync(g =>
            g.Me.GetAsync(r => r.Options.Add(new GraphToken(StubProvider.Token())), Cancellation)));

        Assert.Equal([HttpStatusCode.Found, HttpStatusCode.Found], [google.Status, graph.Status]);
        Assert.Empty(elsewhere.Requests);
    }
}
