using System.Net;
using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.Tests.Google;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Control;

public sealed class FaultsTests
{
    private const string List = "calendar/v3/users/me/calendarList";
    private const string Send = "gmail/v1/users/me/messages/send";

    [Fact]
    public async Task A_status_comes_in_the_services_shape_with_its_Retry_After()
    {
        await using var google = await GoogleClient.StartAsync();
        google.Host.Faults.Add(new FaultRule { Service = "google", Kind = FaultKind.Status, Status = 429, RetryAfterSeconds = 7 });
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = google.Host.GoogleUrl };

        using var answer = await http.GetAsync(List, TestContext.Current.CancellationToken);

        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("7", answer.Headers.GetValues("Retry-After").Single());
        Assert.Equal("rateLimitExceeded", (string?)body["error"]!["errors"]![0]!["reason"]);
    }

    [Theory]
    [InlineData("graph", "error", "TooManyRequests")]
    [InlineData("auth0", "error", "too_many_requests")]
    public async Task Each_service_fails_in_its_own_words(string service, string property, string code)
    {
        await using var google = await GoogleClient.StartAsync();
        google.Host.Faults.Add(new FaultRule { Service = service, Kind = FaultKind.Status, Status = 429 });
        using var http = new HttpClient(new SocketsHttpHandler());

        using var answer = await http.GetAsync(
            service == "graph" ? google.Host.GraphUrl : google.Host.Auth0Url, TestContext.Current.CancellationToken);

        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))![property]!;
        Assert.Equal(code, (string?)(error as JsonObject)?["code"] ?? (string?)error);
    }

    [Fact]
    public async Task A_rule_strikes_as_often_as_it_says()
    {
        await using var google = await GoogleClient.StartAsync();
        google.Host.Faults.Add(new FaultRule { Service = "google", Kind = FaultKind.Status, Status = 503, Times = 2 });

        List<HttpStatusCode> statuses = [];
        for (var i = 0; i < 3; i++) statuses.Add((await google.SendAsync(HttpMethod.Get, List)).Status);

        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], statuses);
        Assert.Equal(2, google.Host.Faults.List().Single().Struck);
    }

    [Theory]
    [InlineData("GET", "/calendar/", true)]
    [InlineData("POST", "/calendar/", false)]
    [InlineData(null, "/gmail/", false)]
    [InlineData(null, "^/calendar/v3/users/.*List", true)]
    [InlineData(null, "^/calendar$", false)]
    [InlineData(null, null, true)]
    public async Task A_rule_strikes_what_it_names(string? method, string? path, bool strikes)
    {
        await using var google = await GoogleClient.StartAsync();
        google.Host.Faults.Add(new FaultRule { Service = "google", Kind = FaultKind.Status, Method = method, Path = path });

        var answer = await google.SendAsync(HttpMethod.Get, List);

        Assert.Equal(strikes, answer.Status == HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_request_dropped_before_is_not_carried_out()
    {
        await using var google = await GoogleClient.StartAsync();
        google.Host.Faults.Add(new FaultRule { Service = "google", Kind = FaultKind.DropBefore });
        var before = google.Account.Messages.Count;

        await Assert.ThrowsAsync<HttpRequestException>(() => google.PostAsync(Send, Mail()));

        Assert.Equal(before, google.Account.Messages.Count);
    }

    [Fact]
    public async Task A_request_whose_answer_is_dropped_is_carried_out()
    {
        await using var google = await GoogleClient.StartAsync();
        google.Host.Faults.Add(new FaultRule { Service = "google", Kind = FaultKind.DropAfter });

        await Assert.ThrowsAsync<HttpRequestException>(() => google.PostAsync(Send, Mail()));

        Assert.Single(google.Account.Messages, m => m is { Folder: MailFolder.Sent, Content.MessageId: "own-id@tests.example" });
    }

    [Fact]
    public async Task A_request_answered_by_a_gateway_that_gave_up_is_carried_out()
    {
        await using var google = await GoogleClient.StartAsync();
        google.Host.Faults.Add(new FaultRule { Service = "google", Kind = FaultKind.StatusAfter, Status = 504 });

        var answer = await google.PostAsync(Send, Mail());

        Assert.Equal((HttpStatusCode.GatewayTimeout, "backendError"), (answer.Status, answer.Reason));
        Assert.Single(google.Account.Messages, m => m is { Folder: MailFolder.Sent, Content.MessageId: "own-id@tests.example" });
    }

    [Fact]
    public async Task Garbage_is_no_JSON()
    {
        await using var google = await GoogleClient.StartAsync();
        google.Host.Faults.Add(new FaultRule { Service = "google", Kind = FaultKind.Garbage });

        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(() => google.SendAsync(HttpMethod.Get, List));
    }

    [Fact]
    public async Task Latency_lasts_by_the_sandboxs_clock_and_then_goes_on()
    {
        await using var google = await GoogleClient.StartAsync();
        google.Host.Faults.Add(new FaultRule { Service = "google", Kind = FaultKind.Latency, Latency = TimeSpan.FromMinutes(5) });

        var call = google.SendAsync(HttpMethod.Get, List);
        while (google.Host.Faults.List().Single().Struck == 0) await Task.Yield();
        while (!call.IsCompleted)
        {
            google.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.True(google.Clock.GetUtcNow() >= google.Clock.Start + TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Chance_is_the_same_each_time()
    {
        var (first, second) = (Strikes(), Strikes());

        Assert.Equal(first, second);
        Assert.InRange(first.Count(s => s), 20, 80);

        static List<bool> Strikes()
        {
            var faults = new Faults();
            faults.Add(new FaultRule { Service = "google", Kind = FaultKind.Garbage, Probability = 0.5, Seed = 4 });
            return [.. Enumerable.Range(0, 100).Select(_ => faults.Take("google", "GET", "/", "/").Count > 0)];
        }
    }

    [Fact]
    public void A_rule_that_cannot_be_is_refused()
    {
        var faults = new Faults();

        Assert.Throws<ArgumentException>(() => faults.Add(new FaultRule { Service = "yahoo", Kind = FaultKind.Garbage }));
        Assert.Throws<ArgumentException>(() => faults.Add(new FaultRule { Service = "google", Kind = FaultKind.Status, Status = 200 }));
        Assert.ThrowsAny<ArgumentException>(() => faults.Add(new FaultRule { Service = "google", Kind = FaultKind.Garbage, Path = "^(" }));
        Assert.Empty(faults.List());
    }

    private static JsonObject Mail() => new() { ["raw"] = GoogleClient.Raw("ben@acme.example") };
}
