using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Storage;
using TokenVaultAgent.Tools.Tests.Storage;

namespace TokenVaultAgent.Tools.Tests.Links;

public sealed class DecisionLinksTests : IAsyncLifetime
{
    private static readonly DecisionNeeded ReadMail = DecisionNeeded.ToConnect(Provider.Google, null, null, ProviderScopes.ReadMail);
    private static readonly DecisionNeeded ReadBoth =
        DecisionNeeded.ToConnect(Provider.Google, null, null, ProviderScopes.ReadMail, ProviderScopes.ReadCalendar);

    private readonly Stores _stores = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
    private ServiceProvider _services = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private DecisionLinks Links => _services.GetRequiredService<DecisionLinks>();

    public async ValueTask InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(await _stores.FreshAsync(Stores.Sqlite)).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock).AddStorage(configuration);
        services.AddOptions<DecisionOptions>();
        _services = services.AddSingleton<DecisionLinks>().BuildServiceProvider();
        await _services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<MigrationStep>().Single().StartingAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _stores.Dispose();
    }

    [Fact]
    public async Task The_same_question_has_one_open_link()
    {
        var first = await Links.AskAsync("ada", ReadMail, Cancelled);

        var second = await Links.AskAsync("ada", ReadMail, Cancelled);

        Assert.Equal(first.Id, second.Id);
    }

    [Theory]
    [InlineData("another user")]
    [InlineData("another account")]
    [InlineData("another provider")]
    [InlineData("another kind")]
    public async Task Another_question_has_another_link(string difference)
    {
        var first = await Links.AskAsync("ada", ReadMail, Cancelled);

        var second = difference switch
        {
            "another user" => await Links.AskAsync("ben", ReadMail, Cancelled),
            "another account" => await Links.AskAsync("ada", ReadMail with { Address = "ada@gmail.example" }, Cancelled),
            "another provider" => await Links.AskAsync("ada", ReadMail with { Provider = Provider.Microsoft }, Cancelled),
            _ => await Links.AskAsync("ada", ReadMail with { Kind = DecisionKind.Disconnect }, Cancelled),
        };

        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task An_open_link_grows_with_what_is_asked_and_never_shrinks()
    {
        await Links.AskAsync("ada", ReadMail, Cancelled);
        await Links.AskAsync("ada", ReadBoth, Cancelled);

        var link = await Links.AskAsync("ada", ReadMail, Cancelled);

        Assert.Equal(["read_mail", "read_calendar"], link.AccessNames);
    }

    [Fact]
    public async Task A_link_that_is_nearly_over_is_not_given_out_again()
    {
        var first = await Links.AskAsync("ada", ReadMail, Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(9.5));

        var second = await Links.AskAsync("ada", ReadMail, Cancelled);

        Assert.NotEqual(first.Id, second.Id);
        Assert.True((await Links.FindAsync(first.Id, Cancelled))!.IsOpen(_clock.GetUtcNow()));
    }

    [Fact]
    public async Task An_expired_link_takes_no_decision()
    {
        var link = await Links.AskAsync("ada", ReadMail, Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.False(await Links.DecideAsync(link, DecisionState.Granted, null, Cancelled));
        Assert.False(await Links.ProlongAsync(link, TimeSpan.FromMinutes(5), Cancelled));
        Assert.Equal(DecisionState.Open, (await Links.FindAsync(link.Id, Cancelled))!.State);
    }

    [Fact]
    public async Task Who_has_begun_may_finish()
    {
        var link = await Links.AskAsync("ada", ReadMail, Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(9));
        await Links.ProlongAsync(link, TimeSpan.FromMinutes(5), Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(4));

        Assert.True(await Links.DecideAsync(link, DecisionState.Granted, null, Cancelled));
    }

    [Fact]
    public async Task A_declined_question_is_not_asked_again_for_some_minutes_unless_the_user_asks()
    {
        var link = await Links.AskAsync("ada", ReadBoth, Cancelled);
        await Links.DecideAsync(link, DecisionState.Declined, null, Cancelled);

        var again = await Links.AskAsync("ada", ReadMail, Cancelled);
        var own = await Links.OpenAsync("ada", ReadMail, Cancelled);
        var afterwards = await Links.AskAsync("ada", ReadMail, Cancelled);

        Assert.Equal((link.Id, DecisionState.Declined), (again.Id, again.State));
        Assert.Equal((own.Id, DecisionState.Open), (afterwards.Id, afterwards.State));
    }

    [Fact]
    public async Task After_the_pause_it_may_be_asked_again()
    {
        await Links.DecideAsync(await Links.AskAsync("ada", ReadMail, Cancelled), DecisionState.Declined, null, Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(DecisionState.Open, (await Links.AskAsync("ada", ReadMail, Cancelled)).State);
    }

    [Fact]
    public async Task Declining_less_does_not_decline_more()
    {
        await Links.DecideAsync(await Links.AskAsync("ada", ReadMail, Cancelled), DecisionState.Declined, null, Cancelled);

        Assert.Equal(DecisionState.Open, (await Links.AskAsync("ada", ReadBoth, Cancelled)).State);
    }

    [Fact]
    public async Task A_decision_is_taken_once()
    {
        var link = await Links.AskAsync("ada", ReadMail, Cancelled);

        var decisions = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(
            () => Links.DecideAsync(link, i % 2 == 0 ? DecisionState.Granted : DecisionState.Declined, null, Cancelled))));

        Assert.Single(decisions, taken => taken);
    }

    [Fact]
    public async Task A_user_has_a_bounded_number_of_open_questions()
    {
        for (var i = 0; i < 20; i++)
            await Links.AskAsync("ada", ReadMail with { Address = $"ada{i}@gmail.example" }, Cancelled);

        var exception = await Assert.ThrowsAsync<ToolFailureException>(() => Links.AskAsync("ada", ReadMail, Cancelled));
        await Links.AskAsync("ben", ReadMail, Cancelled);

        Assert.Equal(FailureCode.RateLimited, exception.Failure.Code);
    }

    [Fact]
    public async Task Waiting_ends_with_the_decision()
    {
        var link = await Links.AskAsync("ada", ReadMail, Cancelled);
        var waiting = Links.WaitAsync(link.Id, Cancelled);
        Assert.False(waiting.IsCompleted);

        await Links.DecideAsync(link, DecisionState.Granted, null, Cancelled);
        while (!waiting.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        Assert.Equal(DecisionState.Granted, (await waiting)!.State);
    }

    [Fact]
    public async Task Waiting_ends_after_its_time()
    {
        var link = await Links.AskAsync("ada", ReadMail, Cancelled);
        var started = _clock.GetUtcNow();
        var waiting = Links.WaitAsync(link.Id, Cancelled);
        while (!waiting.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        Assert.Equal(DecisionState.Open, (await waiting)!.State);
        Assert.True(_clock.GetUtcNow() - started >= TimeSpan.FromSeconds(25));
    }
}
