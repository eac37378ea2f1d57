using TokenVaultAgent.AgentServer.Tests.Approvals;
using TokenVaultAgent.AgentServer.Tests.Connections;

namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>One case after another: after a reset of the sandbox the agent server knows nothing of the one before.</summary>
public sealed class ResetTests : IAsyncLifetime
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler());

    private Desk _desk = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desk = await Desk.OpenAsync(("Consent:MaxWait", "00:00:00"));

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Reports_open_questions_and_disconnected_accounts_are_forgotten()
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Report);
        for (var i = 0; i < 5; i++)
            await _desk.AskAsync(Desk.Mail($"Mail {i}", account: "microsoft"));
        _desk.Chat.Forget(Chat.Ada);
        await _desk.Ada.BrowseAsync(new Uri(_desk.Chat.Root, "accounts"), Cancelled);

        var answer = await ResetAsync();

        Assert.Equal("""{"reset":["faults","tenant","world","activity","agent_server"]}""", new string([.. answer.Where(c => !char.IsWhiteSpace(c))]));
        Assert.Equal(2, (await _desk.Agent.CallAsync("accounts_list", new { }, Cancelled)).GetProperty("accounts").GetArrayLength());
        await _desk.AskAsync(Desk.Mail());
        await _desk.AskAsync(Desk.Mail(account: "microsoft"));
    }

    [Fact]
    public async Task Resets_at_the_same_time_all_succeed()
    {
        await Task.WhenAll(ResetAsync(), ResetAsync(), ResetAsync());

        await _desk.AskAsync(Desk.Mail());
    }

    private async Task<string> ResetAsync()
    {
        using var answer = await Http.PostAsync(new Uri(_desk.Chat.Product.Sandbox.ControlUrl, "reset"), null, Cancelled);
        Assert.True(answer.IsSuccessStatusCode);
        return await answer.Content.ReadAsStringAsync(Cancelled);
    }
}
