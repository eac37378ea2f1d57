using NodaTime;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.World;
using TokenVaultAgent.Tools.Mail.Sending;

namespace TokenVaultAgent.AgentServer.Tests.Mail;

/// <summary>Whatever is lost, and wherever a process dies, a mail arrives once or not at all, and the agent is told which.</summary>
public sealed class SendOnceTests
{
    [Theory]
    [InlineData("google")]
    [InlineData("microsoft")]
    public async Task A_repeated_call_returns_the_first_outcome(string account)
    {
        await using var outbox = await Outbox.OpenAsync(account);

        var first = await outbox.SendAsync();
        var again = await outbox.SendAsync();

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal((1, 0, 1), (outbox.Arrived(), outbox.Drafts(), outbox.SentCopies()));
    }

    [Theory]
    [InlineData("google")]
    [InlineData("microsoft")]
    public async Task Calls_at_the_same_time_send_one_mail(string account)
    {
        await using var outbox = await Outbox.OpenAsync(account);

        var calls = Enumerable.Range(0, 10).Select(async _ =>
        {
            try
            {
                return (await outbox.SendAsync()).GetProperty("status").GetString();
            }
            catch (Xunit.Sdk.XunitException refused)
            {
                return refused.Message.Contains("\"conflict\"", StringComparison.Ordinal) ? "conflict" : refused.Message;
            }
        });
        var outcomes = await Task.WhenAll(calls);

        Assert.Contains("sent", outcomes);
        Assert.All(outcomes, outcome => Assert.True(outcome is "sent" or "conflict", outcome));
        Assert.Equal((1, 0, 1), (outbox.Arrived(), outbox.Drafts(), outbox.SentCopies()));
    }

    [Theory]
    [InlineData("google")]
    [InlineData("microsoft")]
    public async Task A_key_stands_for_one_mail(string account)
    {
        await using var outbox = await Outbox.OpenAsync(account);
        await outbox.SendAsync();

        var failure = await outbox.FailAsync(body: "Another text.");

        Assert.Equal("conflict", failure.GetProperty("code").GetString());
        Assert.Equal(1, outbox.Arrived());
    }

    [Theory]
    [InlineData("google")]
    [InlineData("microsoft")]
    public async Task A_draft_left_behind_by_a_refused_mail_is_not_sent_in_place_of_another(string account)
    {
        await using var outbox = await Outbox.OpenAsync(account);
        outbox.Break("send", FaultKind.Status, status: 403);
        outbox.Product.Sandbox.Faults.Add(new FaultRule
        {
            Service = account == "google" ? "google" : "graph",
            Kind = FaultKind.Status,
            Method = "DELETE",
            Status = 403,
            Times = 1,
        });
        await outbox.FailAsync(body: "The old text.");

        await outbox.SendAsync(body: "The new text.");

        Assert.Equal("The new text.", outbox.TextThatArrived());
    }

    [Theory]
    [InlineData("google")]
    [InlineData("microsoft")]
    public async Task A_lost_answer_to_the_send_is_looked_up(string account)
    {
        await using var outbox = await Outbox.OpenAsync(account);
        outbox.Break("send", FaultKind.DropAfter);

        var receipt = await outbox.SendAsync();

        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal((1, 0, 1), (outbox.Arrived(), outbox.Drafts(), outbox.SentCopies()));
    }

    [Theory]
    [InlineData("google")]
    [InlineData("microsoft")]
    public async Task A_lost_answer_to_the_draft_leaves_no_second_draft(string account)
    {
        await using var outbox = await Outbox.OpenAsync(account);
        outbox.Break("draft", FaultKind.DropAfter);
        var failure = await outbox.FailAsync();

        var receipt = await outbox.SendAsync();

        Assert.Equal("provider_unavailable", failure.GetProperty("code").GetString());
        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal((1, 0, 1), (outbox.Arrived(), outbox.Drafts(), outbox.SentCopies()));
    }

    [Theory]
    [InlineData("google", FaultKind.DropBefore)]
    [InlineData("microsoft", FaultKind.DropBefore)]
    [InlineData("google", FaultKind.Garbage)]
    [InlineData("microsoft", FaultKind.Status)]
    public async Task A_send_that_did_not_happen_is_made_once_more_after_its_draft_was_seen(string account, FaultKind fault)
    {
        await using var outbox = await Outbox.OpenAsync(account);
        outbox.Break("send", fault);

        var doubt = await outbox.FailAsync();
        var early = await outbox.FailAsync();
        outbox.LetTheProviderFinish();
        var receipt = await outbox.SendAsync();

        Assert.All([doubt, early], failure => Assert.Equal("outcome_unknown", failure.GetProperty("code").GetString()));
        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal((1, 0, 1), (outbox.Arrived(), outbox.Drafts(), outbox.SentCopies()));
    }

    /// <summary>A gateway that gave up says nothing of what came of the first send, and what is said of a second one neither.</summary>
    [Theory]
    [MemberData(nameof(SecondAnswers))]
    public async Task A_send_that_is_carried_out_late_is_not_made_again_whatever_a_second_one_would_be_answered(string account, int status)
    {
        await using var outbox = await Outbox.OpenAsync(account);
        outbox.Product.Sandbox.World.MailLag = new MailLag { Send = Duration.FromSeconds(20) };
        outbox.Break("send", FaultKind.StatusAfter, status: 504);
        if (status != 0)
            outbox.Break("send", FaultKind.Status, status, times: null);

        var doubt = await outbox.FailAsync();
        var again = await outbox.FailAsync();
        outbox.LetTheLagPass();
        var receipt = await outbox.SendAsync();

        Assert.All([doubt, again], failure => Assert.Equal("outcome_unknown", failure.GetProperty("code").GetString()));
        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal((1, 0, 1), (outbox.Arrived(), outbox.Drafts(), outbox.SentCopies()));
        Assert.False(outbox.IsThrownAway());
    }

    public static TheoryData<string, int> SecondAnswers()
    {
        var data = new TheoryData<string, int>();
        foreach (var account in (string[])["google", "microsoft"])
            foreach (var status in (int[])[0, 400, 403, 404, 409, 412, 429, 500, 503])
                data.Add(account, status);
        return data;
    }

    [Theory]
    [InlineData("google")]
    [InlineData("microsoft")]
    public async Task A_refusal_of_what_was_carried_out_all_the_same_is_no_refusal(string account)
    {
        await using var outbox = await Outbox.OpenAsync(account);
        outbox.Break("send", FaultKind.StatusAfter, status: 400);

        var receipt = await outbox.SendAsync();

        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal((1, 0, 1), (outbox.Arrived(), outbox.Drafts(), outbox.SentCopies()));
    }

    [Theory]
    [InlineData("google")]
    [InlineData("microsoft")]
    public async Task A_refusal_for_good_leaves_no_draft_and_frees_the_key(string account)
    {
        await using var outbox = await Outbox.OpenAsync(account);
        outbox.Break("send", FaultKind.Status, status: 400);

        var failure = await outbox.FailAsync();

        Assert.NotEqual("outcome_unknown", failure.GetProperty("code").GetString());
        Assert.Equal((0, 0, 0), (outbox.Arrived(), outbox.Drafts(), outbox.SentCopies()));
        await outbox.SendAsync();
        Assert.Equal(1, outbox.Arrived());
    }

    [Theory]
    [InlineData("google")]
    [InlineData("microsoft")]
    public async Task A_limit_keeps_the_draft_for_the_retry(string account)
    {
        await using var outbox = await Outbox.OpenAsync(account);
        outbox.Break("send", FaultKind.Status, status: 429);

        var failure = await outbox.FailAsync();

        Assert.Equal("rate_limited", failure.GetProperty("code").GetString());
        Assert.Equal((0, 1), (outbox.Arrived(), outbox.Drafts()));
        await outbox.SendAsync();
        Assert.Equal((1, 0, 1), (outbox.Arrived(), outbox.Drafts(), outbox.SentCopies()));
    }

    [Fact]
    public async Task What_cannot_be_established_is_said_so_and_looked_up_by_the_same_key()
    {
        await using var outbox = await Outbox.OpenAsync("microsoft");
        outbox.Product.Sandbox.World.MailLag = new MailLag { SentItems = Duration.FromHours(1) };
        outbox.Break("send", FaultKind.DropAfter);

        var unknown = await outbox.FailAsync();
        outbox.Product.Sandbox.World.Write(accounts => accounts.SelectMany(a => a.Messages).Where(m => m.VisibleFrom is not null)
            .ToList().TrueForAll(m => (m.VisibleFrom = null) is null));
        var receipt = await outbox.SendAsync();

        Assert.Equal("outcome_unknown", unknown.GetProperty("code").GetString());
        Assert.Contains("Do not send it again", unknown.GetProperty("hint").GetString(), StringComparison.Ordinal);
        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal((1, 0, 1), (outbox.Arrived(), outbox.Drafts(), outbox.SentCopies()));
    }

    [Theory]
    [InlineData("google")]
    [InlineData("microsoft")]
    public async Task After_death_between_send_and_record_the_sent_copy_is_found(string account)
    {
        await using var outbox = await Outbox.OpenAsync(account);
        await outbox.SendAsync();
        await outbox.DieAtAsync(SendState.Sending);

        var receipt = await outbox.SendAsync();

        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal(1, outbox.Arrived());
        Assert.Equal(SendState.Sent, await outbox.StateAsync());
    }

    [Theory]
    [InlineData("google", nameof(SendState.Started))]
    [InlineData("google", nameof(SendState.Drafted))]
    [InlineData("microsoft", nameof(SendState.Started))]
    [InlineData("microsoft", nameof(SendState.Drafted))]
    public async Task After_death_with_the_draft_made_it_is_sent_once(string account, string state)
    {
        await using var outbox = await Outbox.OpenAsync(account);
        outbox.Break("send", FaultKind.Status, status: 429);
        await outbox.FailAsync();
        await outbox.DieAtAsync(Enum.Parse<SendState>(state));

        var receipt = await outbox.SendAsync();

        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal((1, 0, 1), (outbox.Arrived(), outbox.Drafts(), outbox.SentCopies()));
    }

    [Theory]
    [InlineData("google")]
    [InlineData("microsoft")]
    public async Task After_death_right_before_the_send_it_is_sent_once_the_provider_has_had_its_time(string account)
    {
        await using var outbox = await Outbox.OpenAsync(account);
        outbox.Break("send", FaultKind.Status, status: 429);
        await outbox.FailAsync();
        await outbox.DieAtAsync(SendState.Sending);

        var doubt = await outbox.FailAsync();
        outbox.LetTheProviderFinish();
        var receipt = await outbox.SendAsync();

        Assert.Equal("outcome_unknown", doubt.GetProperty("code").GetString());
        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal((1, 0, 1), (outbox.Arrived(), outbox.Drafts(), outbox.SentCopies()));
    }
}
