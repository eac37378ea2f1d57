using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using TokenVaultAgent.AgentServer.Tests.Connections;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;
using TokenVaultAgent.Tools.Safety.Ciba;

namespace TokenVaultAgent.AgentServer.Tests.Approvals;

/// <summary>Approval on the phone: the call waits, tells that it does, and stops cleanly.</summary>
public sealed class PhoneTests : IAsyncLifetime
{
    private readonly FastTime _clock = new();
    private readonly ConcurrentQueue<ProgressNotificationValue> _progress = [];

    /// <summary>The server knows that the call is cancelled.</summary>
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Desk _desk = null!;
    private Phone _phone = null!;
    private string? _heldPath;
    private TaskCompletionSource? _held;
    private TaskCompletionSource? _release;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _desk = await Desk.OpenAsync(new Chat(await SandboxProduct.StartAsync(new SandboxProductOptions
        {
            Sandbox = new SandboxOptions { Clock = _clock },
            AgentServerSettings = new Dictionary<string, string?>([.. Patient.Settings])
            {
                ["StepUp:Channel"] = "Ciba",
                ["Consent:MaxWait"] = "00:00:00",
            },
            ConfigureAgentServer = builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(_clock);
                builder.Services.AddHttpClient(nameof(CibaClient)).AddHttpMessageHandler(services => new Holder(this, services.GetRequiredService<IHttpContextAccessor>()));
            },
        })));
        var tenant = _desk.Chat.Tenant;
        tenant.Settings = tenant.Settings with { Factors = ["otp", "push-notification"] };
        _phone = Phone.Of(tenant.FindUser(Chat.Ada)!, _desk.Chat.Product.Sandbox.Auth0Url);
    }

    public async ValueTask DisposeAsync()
    {
        _phone.Dispose();
        await _desk.DisposeAsync();
    }

    [Fact]
    public async Task What_is_allowed_on_the_phone_goes_out_in_the_same_call()
    {
        var sending = SendAsync(Desk.Mail());
        var shown = await _phone.AnswerAsync(isAllowed: true, Cancelled);

        var result = await sending;

        Assert.Equal("sent", result.StructuredContent!.Value.GetProperty("status").GetString());
        Assert.Equal(1, _desk.Arrived());
        foreach (var part in new[] { "Token Vault Agent", "Send a mail", "ada.moreau@gmail.example", "To: Ben Okafor <ben@acme.example> (outside)", "Subject: Figures", "Here they are." })
            Assert.Contains(part, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_agent_is_told_what_is_waited_for_with_the_code_that_the_phone_shows()
    {
        var sending = SendAsync(Desk.Mail());
        var shown = await _phone.AnswerAsync(isAllowed: true, Cancelled);
        await sending;

        var told = _progress.First().Message!;
        Assert.StartsWith("Waiting for the user to approve it on the phone: Send a mail, code ", told, StringComparison.Ordinal);
        Assert.Contains(told[^5..^1], shown, StringComparison.Ordinal);
        Assert.Equal(_progress.Select(p => p.Progress).Order(), _progress.Select(p => p.Progress));
    }

    [Fact]
    public async Task What_is_denied_on_the_phone_is_not_sent_and_not_asked_again()
    {
        var sending = SendAsync(Desk.Mail());
        await _phone.AnswerAsync(isAllowed: false, Cancelled);

        var result = await sending;
        var reworded = await SendAsync(Desk.Mail("Figures "));

        Assert.Equal(("approval_denied", "approval_denied"), (Code(result), Code(reworded)));
        Assert.Empty(await _phone.LookAsync(Cancelled));
        Assert.Equal(0, _desk.Arrived());
    }

    [Fact]
    public async Task What_nobody_answers_ends_with_the_time()
    {
        await _desk.RestartAsync(("Consent:LinkLifetime", "00:02:00"));
        var sending = SendAsync(Desk.Mail());
        await AskedAsync();
        _clock.Ahead = TimeSpan.FromMinutes(2);

        var result = await sending;

        Assert.Equal("approval_required", Code(result));
        Assert.Contains("did not answer in time", result.StructuredContent!.Value.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(await _phone.LookAsync(Cancelled));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_leaves_the_question_to_the_next()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var sending = SendAsync(Desk.Mail(), leaving.Token);
        await AskedAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await _phone.AnswerAsync(isAllowed: true, Cancelled);

        var result = await SendAsync(Desk.Mail());

        Assert.True(result.IsError is not true, result.StructuredContent?.GetRawText());
        Assert.Equal("sent", result.StructuredContent!.Value.GetProperty("status").GetString());
        Assert.Equal(1, _desk.Arrived());
    }

    /// <summary>The tenant asks the phone once and gives the answer once, and the call is cancelled while what it says is on its way.</summary>
    [Theory]
    [InlineData("/bc-authorize")]
    [InlineData("/oauth/token")]
    public async Task What_the_tenant_says_while_the_call_is_cancelled_is_not_lost(string path)
    {
        (_heldPath, _held, _release) = (path, new TaskCompletionSource(), new TaskCompletionSource());
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var sending = SendAsync(Desk.Mail(), leaving.Token);
        await _phone.AnswerAsync(isAllowed: true, Cancelled);
        await _held.Task.WaitAsync(Cancelled);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await _heard.Task.WaitAsync(Cancelled);
        _release.SetResult();

        var result = await SendAsync(Desk.Mail());

        Assert.True(result.IsError is not true, result.StructuredContent?.GetRawText());
        Assert.Equal(1, _desk.Arrived());
    }

    [Fact]
    public async Task A_server_that_dies_while_it_waits_leaves_the_question_to_the_next()
    {
        var sending = SendAsync(Desk.Mail());
        await AskedAsync();
        await _desk.RestartAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
        await _phone.AnswerAsync(isAllowed: true, Cancelled);

        var result = await SendAsync(Desk.Mail());

        Assert.True(result.IsError is not true, result.StructuredContent?.GetRawText());
        Assert.Equal("sent", result.StructuredContent!.Value.GetProperty("status").GetString());
        Assert.Equal(1, _desk.Arrived());
    }

    [Fact]
    public async Task Calls_at_the_same_time_ask_once_and_send_once()
    {
        var sending = Enumerable.Range(0, 4).Select(_ => SendAsync(Desk.Mail())).ToList();
        await _phone.AnswerAsync(isAllowed: true, Cancelled);

        var results = await Task.WhenAll(sending);

        Assert.Contains(results, result => result.IsError is not true);
        Assert.Empty(await _phone.LookAsync(Cancelled));
        Assert.Equal(1, _desk.Arrived());
    }

    [Fact]
    public async Task A_user_without_a_phone_is_asked_on_the_page()
    {
        _desk.Chat.Tenant.AddUser(_desk.Chat.Tenant.FindUser(Chat.Ada)! with { PhoneSecret = null });

        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Approve);

        await _desk.SendAsync(Desk.Mail());
        Assert.Equal(1, _desk.Arrived());
    }

    [Theory]
    [InlineData('x', 256)]
    [InlineData('\n', 50)]
    [InlineData('\u202E', 1)]
    public async Task What_cannot_be_read_on_a_phone_is_asked_on_the_page(char character, int times)
    {
        var link = await _desk.AskAsync(Desk.Mail(body: $"Hello{new string(character, times)}."));

        Assert.NotNull(link);
        Assert.Empty(await _phone.LookAsync(Cancelled));
    }

    [Theory]
    [InlineData("ben@\u0430cme.example")]
    [InlineData("ben@xn--cme-5cd.example")]
    [InlineData("\"Ben \uFE00\u2060\" <ben@acme.example>")]
    public async Task A_recipient_who_may_look_like_another_is_shown_on_the_page(string recipient)
    {
        await _desk.AskAsync(Desk.Mail(to: [recipient]));

        Assert.Empty(await _phone.LookAsync(Cancelled));
    }

    [Fact]
    public async Task Many_recipients_are_shown_on_the_page()
    {
        await _desk.AskAsync(Desk.Mail(to: [.. Enumerable.Range(0, 12).Select(i => $"Colleague Number {i} <colleague{i}@acme.example>")]));

        Assert.Empty(await _phone.LookAsync(Cancelled));
    }

    [Fact]
    public async Task Where_the_application_lacks_the_grant_the_page_asks()
    {
        var web = _desk.Chat.Tenant.AgentServerWebClient;
        _desk.Chat.Tenant.Put(web with { GrantTypes = [.. web.GrantTypes.Where(grant => !grant.Contains("ciba", StringComparison.Ordinal))] });

        Assert.NotNull(await _desk.AskAsync(Desk.Mail()));
    }

    private async Task<CallToolResult> SendAsync(object mail, CancellationToken? cancelled = null) => await _desk.Agent.CallToolAsync(
        "mail_send_message", AgentClient.ArgumentsFrom(mail), new Told(_progress), cancellationToken: cancelled ?? Cancelled);

    /// <summary>The question is on the phone.</summary>
    private async Task AskedAsync()
    {
        while ((await _phone.LookAsync(Cancelled)).Count == 0)
            await Task.Delay(50, Cancelled);
    }

    private static string Code(CallToolResult result) => Chat.Code(result.StructuredContent!.Value);

    private sealed class Told(ConcurrentQueue<ProgressNotificationValue> progress) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => progress.Enqueue(value);
    }

    /// <summary>Keeps an answer of the tenant back until the test lets it through.</summary>
    private sealed class Holder(PhoneTests test, IHttpContextAccessor http) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode && request.RequestUri!.AbsolutePath == test._heldPath)
            {
                http.HttpContext!.RequestAborted.Register(() => test._heard.TrySetResult());
                test._held!.TrySetResult();
                await test._release!.Task.WaitAsync(cancellationToken);
            }

            return response;
        }
    }
}
