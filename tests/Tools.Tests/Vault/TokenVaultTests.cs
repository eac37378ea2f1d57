using Microsoft.Extensions.Time.Testing;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Tests.Vault;

/// <summary>The cache, the single flight and the generations.</summary>
public sealed class TokenVaultTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_token_is_kept_for_the_next_call()
    {
        using var auth0 = Answering(() => FakeAuth0.Granted());

        var (first, second) = (await auth0.GetAsync(), await auth0.GetAsync());

        Assert.Same(first, second);
        Assert.Single(auth0.Exchanges);
    }

    [Fact]
    public async Task Nobody_gets_anothers_token()
    {
        using var auth0 = Answering(() => FakeAuth0.Granted());

        await auth0.GetAsync(FakeAuth0.Caller("auth0|ada"));
        await auth0.GetAsync(FakeAuth0.Caller("auth0|ben"));
        await auth0.GetAsync(FakeAuth0.Caller("auth0|ada", organization: "org_1"));
        await auth0.GetAsync(FakeAuth0.Caller("auth0|ada") with { Issuer = "https://other.example/" });
        await auth0.GetAsync(FakeAuth0.Caller("auth0|ada"), loginHint: "ada@gmail.example");
        await auth0.GetAsync(FakeAuth0.Caller("auth0|ada"), connection: "windowslive");
        await auth0.GetAsync(FakeAuth0.Caller("auth0|ada", organization: ""), loginHint: "");

        Assert.Equal(7, auth0.Exchanges.Count);
    }

    [Theory]
    [InlineData(3600, 299, 1)]
    [InlineData(3600, 300, 2)]
    [InlineData(200, 139, 1)]
    [InlineData(200, 140, 2)]
    [InlineData(60, 0, 2)]
    public async Task A_token_is_kept_until_the_cache_age_or_a_margin_before_its_end(int expiresIn, int later, int exchanges)
    {
        using var auth0 = Answering(() => FakeAuth0.Granted(expiresIn: expiresIn));
        await auth0.GetAsync();

        _clock.Advance(TimeSpan.FromSeconds(later));
        await auth0.GetAsync();

        Assert.Equal(exchanges, auth0.Exchanges.Count);
    }

    [Fact]
    public async Task A_token_is_never_kept_longer_than_the_subject_token_lives()
    {
        using var auth0 = Answering(() => FakeAuth0.Granted());
        await auth0.GetAsync(FakeAuth0.Caller(expires: _clock.GetUtcNow().AddSeconds(30)));

        _clock.Advance(TimeSpan.FromSeconds(30));
        await auth0.GetAsync();

        Assert.Equal(2, auth0.Exchanges.Count);
    }

    [Fact]
    public async Task A_thousand_callers_at_once_make_one_exchange()
    {
        var release = new TaskCompletionSource();
        using var auth0 = new FakeAuth0(async (_, _) =>
        {
            await release.Task;
            return FakeAuth0.Granted();
        });

        var calls = Enumerable.Range(0, 1_000).Select(_ => Task.Run(() => auth0.GetAsync())).ToList();
        release.SetResult();
        var tokens = await Task.WhenAll(calls);

        Assert.Single(auth0.Exchanges);
        Assert.Single(tokens.Distinct());
    }

    [Fact]
    public async Task Two_hundred_users_make_two_hundred()
    {
        using var auth0 = new FakeAuth0((_, _) => Task.FromResult(FakeAuth0.Granted()));

        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => Task.Run(() => auth0.GetAsync(FakeAuth0.Caller($"auth0|{i % 200}")))));

        Assert.Equal(200, auth0.Exchanges.Count);
    }

    [Fact]
    public async Task The_first_caller_leaves_alone()
    {
        var release = new TaskCompletionSource();
        using var auth0 = new FakeAuth0(async (_, _) =>
        {
            await release.Task;
            return FakeAuth0.Granted();
        });
        using var leaving = new CancellationTokenSource();
        var first = auth0.Vault.GetAsync(FakeAuth0.Caller(), "google-oauth2", null, [], leaving.Token).AsTask();
        var second = auth0.GetAsync();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        release.SetResult();

        Assert.Equal("provider-token", (await second).Value);
        Assert.Single(auth0.Exchanges);
    }

    [Fact]
    public async Task An_exchange_that_takes_too_long_is_unavailable_and_over()
    {
        using var auth0 = new FakeAuth0(
            async (_, cancelled) =>
            {
                await Task.Delay(Timeout.Infinite, cancelled);
                return FakeAuth0.Granted();
            },
            null, ("Vault:ExchangeTimeout", "00:00:01"));

        var refused = await Assert.ThrowsAsync<ToolFailureException>(() => auth0.GetAsync());

        Assert.Equal(FailureCode.ProviderUnavailable, refused.Failure.Code);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        var answers = new Queue<HttpResponseMessage>(
            [FakeAuth0.Response(401, """{"error":"federated_connection_refresh_token_not_found"}"""), FakeAuth0.Granted()]);
        using var auth0 = new FakeAuth0((_, _) => Task.FromResult(answers.Dequeue()));
        await Assert.ThrowsAsync<ToolFailureException>(() => auth0.GetAsync());

        var token = await auth0.GetAsync();

        Assert.Equal("provider-token", token.Value);
    }

    [Fact]
    public async Task A_new_generation_forgets_what_was_kept_whatever_its_login_hint()
    {
        using var auth0 = Answering(() => FakeAuth0.Granted());
        await auth0.GetAsync();
        await auth0.GetAsync(loginHint: "ada@gmail.example");
        await auth0.GetAsync(FakeAuth0.Caller("auth0|ben"));

        await auth0.Generations.BumpAsync("https://tenant.example/", "auth0|ada", "google-oauth2", TestContext.Current.CancellationToken);
        await auth0.GetAsync();
        await auth0.GetAsync(loginHint: "ada@gmail.example");
        await auth0.GetAsync(FakeAuth0.Caller("auth0|ben"));

        Assert.Equal(5, auth0.Exchanges.Count);
    }

    [Fact]
    public async Task What_was_exchanged_in_an_older_generation_is_thrown_away()
    {
        FakeAuth0 auth0 = null!;
        var answers = 0;
        using (auth0 = new FakeAuth0(async (_, cancelled) =>
        {
            if (++answers == 1)
                await auth0.Generations.BumpAsync("https://tenant.example/", "auth0|ada", "google-oauth2", cancelled);
            return FakeAuth0.Granted($"token-{answers}");
        }))
        {
            var token = await auth0.GetAsync();

            Assert.Equal("token-2", token.Value);
        }
    }

    [Fact]
    public async Task While_the_generation_cannot_be_told_nothing_is_kept_and_calls_go_on()
    {
        using var auth0 = Answering(() => FakeAuth0.Granted());
        await auth0.GetAsync();

        auth0.Generations.IsOut = true;
        await auth0.GetAsync();
        await auth0.GetAsync();
        auth0.Generations.IsOut = false;
        await auth0.GetAsync();

        Assert.Equal(3, auth0.Exchanges.Count);
    }

    [Fact]
    public async Task Only_the_very_token_that_was_refused_is_dropped()
    {
        var answers = 0;
        using var auth0 = Answering(() => FakeAuth0.Granted($"token-{++answers}"));
        var old = await auth0.GetAsync();
        await auth0.Vault.InvalidateAsync(FakeAuth0.Caller(), "google-oauth2", null, old, TestContext.Current.CancellationToken);
        var current = await auth0.GetAsync();

        await auth0.Vault.InvalidateAsync(FakeAuth0.Caller(), "google-oauth2", null, old, TestContext.Current.CancellationToken);

        Assert.Same(current, await auth0.GetAsync());
    }

    [Fact]
    public async Task Who_joined_an_exchange_with_anothers_ended_token_tries_with_their_own()
    {
        var release = new TaskCompletionSource();
        using var auth0 = new FakeAuth0(async (form, _) =>
        {
            await release.Task;
            return form["subject_token"] == "ended" ? FakeAuth0.Response(403, """{"error":"invalid_grant"}""") : FakeAuth0.Granted();
        });
        var first = auth0.GetAsync(FakeAuth0.Caller(token: "ended"));
        var second = auth0.GetAsync(FakeAuth0.Caller(token: "good"));

        release.SetResult();

        await Assert.ThrowsAsync<ToolFailureException>(() => first);
        Assert.Equal("provider-token", (await second).Value);
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        using var auth0 = Answering(() => FakeAuth0.Granted(scope: "openid Mail.Read"));

        var refused = await Assert.ThrowsAsync<ToolFailureException>(() => auth0.GetAsync(scopes: ["Mail.Read", "Mail.Send"]));

        Assert.Equal(FailureCode.ConsentRequired, refused.Failure.Code);
        Assert.Contains("Mail.Send is missing", refused.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_answer_names_no_scopes_the_provider_decides()
    {
        using var auth0 = Answering(() => FakeAuth0.Granted(scope: null));

        var token = await auth0.GetAsync(scopes: ["Mail.Send"]);

        Assert.Null(token.GrantedScopes);
    }

    [Theory]
    [InlineData("Mail.ReadWrite", "Mail.Read", true)]
    [InlineData("Mail.Read", "Mail.ReadWrite", false)]
    [InlineData("https://graph.microsoft.com/Calendars.ReadWrite", "Calendars.Read", true)]
    [InlineData("https://graph.microsoft.com/mail.send", "Mail.Send", true)]
    [InlineData("https://www.googleapis.com/auth/calendar", "https://www.googleapis.com/auth/calendar.readonly", true)]
    [InlineData("https://www.googleapis.com/auth/calendar.readonly", "https://www.googleapis.com/auth/calendar.events", false)]
    [InlineData("https://mail.google.com/", "https://www.googleapis.com/auth/gmail.compose", true)]
    [InlineData("https://www.googleapis.com/auth/gmail.compose", "https://www.googleapis.com/auth/gmail.readonly", false)]
    [InlineData("https://evil.example/Mail.Send", "Mail.Send", false)]
    public void A_granted_scope_covers_a_needed_one(string granted, string needed, bool covers)
    {
        var missing = ScopeImplications.Missing(new HashSet<string>([granted], StringComparer.OrdinalIgnoreCase), [needed]);

        Assert.Equal(covers, missing.Count == 0);
    }

    [Fact]
    public async Task One_users_exchanges_are_bounded_and_nobody_elses()
    {
        using var auth0 = new FakeAuth0((_, _) => Task.FromResult(FakeAuth0.Granted()), _clock, ("Vault:MaxExchangesPerMinute", "5"));
        await auth0.GetAsync();

        var failures = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await auth0.GetAsync(loginHint: $"stranger-{i}@gmail.example");
                return null;
            }
            catch (ToolFailureException refused)
            {
                return refused.Failure;
            }
        }));
        await auth0.GetAsync();
        await auth0.GetAsync(FakeAuth0.Caller("auth0|ben"));
        await auth0.GetAsync(FakeAuth0.Caller(organization: "org_1"));

        Assert.Equal(4, failures.Count(failure => failure is null));
        Assert.All(failures.OfType<ToolFailure>(), failure => Assert.Equal(FailureCode.RateLimited, failure.Code));
        Assert.All(failures.OfType<ToolFailure>(), failure => Assert.InRange(failure.RetryAfterSeconds!.Value, 1, 12));
        Assert.Equal(7, auth0.Exchanges.Count);
    }

    private FakeAuth0 Answering(Func<HttpResponseMessage> answer) => new((_, _) => Task.FromResult(answer()), _clock);
}
