using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TokenVaultAgent.AgentServer.Tests.Connections;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.AgentServer.Tests.Approvals;

/// <summary>Whatever dies between an approval and its mail, at most one goes out, and a retry says what happened.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private Desk _desk = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _desk = await Desk.OpenAsync(("Consent:MaxWait", "00:00:00"));
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Approve);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_server_killed_after_the_approval_leaves_it_to_the_next_to_send()
    {
        await _desk.RestartAsync();

        var receipt = await _desk.SendAsync(Desk.Mail());

        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal(1, _desk.Arrived());
    }

    [Fact]
    public async Task Death_after_the_approval_was_taken_and_before_anything_was_recorded_is_gone_on_from_by_the_same_key()
    {
        await TakeAsync("key-1");

        var receipt = await _desk.SendAsync(Desk.Mail());
        var other = await _desk.FailAsync(Desk.Mail(key: "key-2"));

        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal("approval_required", Chat.Code(other));
        Assert.Equal(1, _desk.Arrived());
    }

    [Theory]
    [InlineData(nameof(SendState.Drafted))]
    [InlineData(nameof(SendState.Sending))]
    public async Task Death_in_the_middle_of_the_send_is_gone_on_from_without_another_approval(string state)
    {
        await _desk.SendAsync(Desk.Mail());
        await DieAtAsync(Enum.Parse<SendState>(state));
        await _desk.RestartAsync();

        var receipt = await _desk.SendAsync(Desk.Mail());

        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal(1, _desk.Arrived());
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_the_send_is_looked_up_and_the_answer_says_sent()
    {
        _desk.Chat.Product.Sandbox.Faults.Add(new FaultRule
        {
            Service = "google",
            Kind = FaultKind.DropAfter,
            Method = "POST",
            Path = "/gmail/v1/users/me/drafts/send",
            Times = 1,
        });

        var receipt = await _desk.SendAsync(Desk.Mail());

        Assert.Equal("sent", receipt.GetProperty("status").GetString());
        Assert.Equal(1, _desk.Arrived());
    }

    [Fact]
    public async Task A_send_that_is_refused_for_good_can_be_tried_again_under_the_same_approval()
    {
        _desk.Chat.Product.Sandbox.Faults.Add(new FaultRule
        {
            Service = "google",
            Kind = FaultKind.Status,
            Status = 400,
            Method = "POST",
            Path = "/gmail/v1/users/me/drafts/send",
            Times = 1,
        });
        await _desk.FailAsync(Desk.Mail());

        await _desk.SendAsync(Desk.Mail());

        Assert.Equal(1, _desk.Arrived());
    }

    private async Task TakeAsync(string key)
    {
        await using var context = await Context();
        await context.Set<Approval>().ExecuteUpdateAsync(set => set.SetProperty(a => a.TakenBy, key), Cancelled);
    }

    private async Task DieAtAsync(SendState state)
    {
        await using var context = await Context();
        await context.Set<SendRecord>().ExecuteUpdateAsync(
            set => set.SetProperty(s => s.State, state).SetProperty(s => s.LeaseUntil, 0L).SetProperty(s => s.SentId, (string?)null), Cancelled);
    }

    private Task<AgentDbContext> Context() =>
        _desk.Chat.Product.AgentServices.GetRequiredService<IDbContextFactory<AgentDbContext>>().CreateDbContextAsync(Cancelled);
}
