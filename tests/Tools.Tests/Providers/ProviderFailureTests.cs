using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Graph.Models;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Providers.GoogleApis;
using TokenVaultAgent.Tools.Providers.GoogleCalendarV3;
using TokenVaultAgent.Tools.Providers.GoogleCalendarV3.Data;
using TokenVaultAgent.Tools.Providers.Http;
using TokenVaultAgent.Tools.Providers.MicrosoftGraph;

namespace TokenVaultAgent.Tools.Tests.Providers;

public sealed class ProviderFailureTests
{
    private const string GoogleRefusal =
        """{"error":{"code":403,"message":"secret prose","errors":[{"reason":"rateLimitExceeded","message":"secret prose"}],"status":"RESOURCE_EXHAUSTED"}}""";

    private const string GraphRefusal = """{"error":{"code":"ErrorItemNotFound","message":"secret prose","innerError":{}}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_google_refusal_keeps_its_status_and_reason_but_no_prose()
    {
        await using var stub = await StubProvider.StartAsync(403, GoogleRefusal);
        await using var clients = stub.Clients();

        var refusal = await Assert.ThrowsAsync<ProviderException>(() => CallGoogle(clients));

        Assert.Equal((Provider.Google, HttpStatusCode.Forbidden, "rateLimitExceeded"), (refusal.Provider, refusal.Status, refusal.Reason));
        Assert.DoesNotContain("secret prose", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_graph_refusal_keeps_its_status_and_code_but_no_prose()
    {
        await using var stub = await StubProvider.StartAsync(404, GraphRefusal);
        await using var clients = stub.Clients();

        var refusal = await Assert.ThrowsAsync<ProviderException>(() => CallGraph(clients));

        Assert.Equal((Provider.Microsoft, HttpStatusCode.NotFound, "ErrorItemNotFound"), (refusal.Provider, refusal.Status, refusal.Reason));
        Assert.DoesNotContain("secret prose", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret prose, no JSON")]
    [InlineData("""{"items":"secret prose"}""")]
    [InlineData("")]
    public async Task An_answer_that_google_never_gives_is_malformed_and_not_quoted(string body)
    {
        await using var stub = await StubProvider.StartAsync(200, body);
        await using var clients = stub.Clients();

        var refusal = await Assert.ThrowsAsync<ProviderException>(() => CallGoogle(clients));

        Assert.Equal("malformedAnswer", refusal.Reason);
        Assert.DoesNotContain("secret prose", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret prose, no JSON")]
    [InlineData("")]
    public async Task An_answer_that_graph_never_gives_is_malformed_and_not_quoted(string body)
    {
        await using var stub = await StubProvider.StartAsync(200, body);
        await using var clients = stub.Clients();

        var refusal = await Assert.ThrowsAsync<ProviderException>(() => CallGraph(clients));

        Assert.Equal("malformedAnswer", refusal.Reason);
        Assert.DoesNotContain("secret prose", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_read_is_tried_again_when_the_provider_is_busy(int status)
    {
        await using var stub = await StubProvider.StartAsync(status, "{}", ("Retry-After", "0"));
        await using var clients = stub.Clients();

        var refusal = await Assert.ThrowsAsync<ProviderException>(() => CallGraph(clients));

        Assert.Equal(status, (int)refusal.Status!);
        Assert.Equal(3, stub.Requests.Count);
    }

    [Fact]
    public async Task A_read_waits_as_long_as_the_provider_asks()
    {
        var time = new AnnouncedTime(TimeSpan.FromSeconds(4));
        var calls = 0;
        await using var stub = await StubProvider.StartAsync(context =>
        {
            if (Interlocked.Increment(ref calls) > 1)
                return context.Response.WriteAsJsonAsync(new { }, Cancellation);
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "4";
            return Task.CompletedTask;
        });
        await using var clients = stub.Clients(time);

        var call = CallGoogle(clients);
        await time.Waiting;
        var callsBefore = calls;
        time.Advance(TimeSpan.FromSeconds(4));
        await call;

        Assert.Equal((1, 2), (callsBefore, calls));
    }

    [Fact]
    public async Task A_wait_longer_than_allowed_is_reported_at_once()
    {
        await using var stub = await StubProvider.StartAsync(429, "{}", ("Retry-After", "60"));
        await using var clients = stub.Clients();

        var refusal = await Assert.ThrowsAsync<ProviderException>(() => CallGoogle(clients));

        Assert.Equal(TimeSpan.FromSeconds(60), refusal.RetryAfter);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_write_is_sent_once()
    {
        await using var stub = await StubProvider.StartAsync(503, "{}", ("Retry-After", "0"));
        await using var clients = stub.Clients();

        await Assert.ThrowsAsync<ProviderException>(() => clients.GetRequiredService<GraphApi>().SendNoContentAsync(g =>
            g.Me.Messages["m"].Send.PostAsync(r => r.Options.Add(new GraphToken(StubProvider.Token())), Cancellation)));

        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_dropped_connection_is_tried_again_and_then_has_no_status()
    {
        await using var stub = await StubProvider.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var clients = stub.Clients(settings: ("Providers:ReadRetries", "1"));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => CallGoogle(clients));

        Assert.Null(failure.Status);
        Assert.True(failure.AmbiguousOutcome);
        Assert.Equal(2, stub.Requests.Count);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_a_timeout()
    {
        var time = new FakeTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var stub = await StubProvider.StartAsync(async context =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var clients = stub.Clients(time);

        var call = CallGraph(clients);
        await arrived.Task;
        time.Advance(TimeSpan.FromSeconds(16));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => call);
        Assert.Equal((null, "timeout"), (failure.Status, failure.Reason));
    }

    /// <summary>A write that never left cannot have happened; one whose connection was lost may have.</summary>
    [Fact]
    public async Task A_provider_that_cannot_be_reached_is_told_from_one_whose_answer_is_lost()
    {
        await using var stub = await StubProvider.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var lost = stub.Clients();
        await using var closed = StubProvider.Connect(new Uri("http://127.0.0.1:1/"));
        await using var nameless = StubProvider.Connect(new Uri("https://nobody.invalid/"));

        Assert.True((await RefusalAsync(lost)).AmbiguousOutcome);
        foreach (var clients in (ServiceProvider[])[closed, nameless])
        {
            var refusal = await RefusalAsync(clients);
            Assert.Equal((null, "connectionFailed", true), (refusal.Status, refusal.Reason, refusal.NotReached));
            Assert.False(refusal.AmbiguousOutcome);
        }

        static Task<ProviderException> RefusalAsync(ServiceProvider clients) => Assert.ThrowsAsync<ProviderException>(() => CallGraph(clients));
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_in_time_is_no_cancellation()
    {
        // What SocketsHttpHandler throws at the end of its ConnectTimeout.
        using var http = new HttpMessageInvoker(new ProviderFailureHandler(Provider.Google, TimeProvider.System)
        {
            InnerHandler = new FailingHandler(new TaskCanceledException("connect", new TimeoutException())),
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://provider.example/");

        var refusal = await Assert.ThrowsAsync<ProviderException>(() => http.SendAsync(request, Cancellation));

        Assert.Equal(("connectTimeout", true, false), (refusal.Reason, refusal.NotReached, refusal.AmbiguousOutcome));
    }

    [Fact]
    public async Task The_callers_cancellation_stays_a_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        await using var stub = await StubProvider.StartAsync(async context =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var clients = stub.Clients();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            clients.GetRequiredService<CalendarService>().Events.List("primary").SendAsync(StubProvider.Token(), cancellation.Token));
    }

    [Fact]
    public async Task An_answer_beyond_the_bound_is_refused_without_another_try()
    {
        await using var stub = await StubProvider.StartAsync(200, new string(' ', 5_000));
        using var http = new HttpMessageInvoker(new BoundedAnswerHandler(4_000) { InnerHandler = new SocketsHttpHandler() });
        using var request = new HttpRequestMessage(HttpMethod.Get, stub.Url);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, Cancellation));

        Assert.True(failure.IsTooLong());
    }

    private static Task<Events> CallGoogle(IServiceProvider clients) =>
        clients.GetRequiredService<CalendarService>().Events.List("primary").SendAsync(StubProvider.Token(), Cancellation);

    private static Task<User> CallGraph(IServiceProvider clients) => clients.GetRequiredService<GraphApi>().SendAsync(g =>
        g.Me.GetAsync(r => r.Options.Add(new GraphToken(StubProvider.Token())), Cancellation));

    private sealed class FailingHandler(Exception failure) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(failure);
    }

    /// <summary>Tells when somebody begins to wait that long.</summary>
    private sealed class AnnouncedTime(TimeSpan wait) : FakeTimeProvider
    {
        private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Waiting => _waiting.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == wait)
                _waiting.TrySetResult();
            return timer;
        }
    }
}
