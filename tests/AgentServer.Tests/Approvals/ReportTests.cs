using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TokenVaultAgent.AgentServer.Approvals;
using TokenVaultAgent.AgentServer.Tests.Connections;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests.Approvals;

/// <summary>What the operator learns of approvals: each step under one reference, and, of what a user reported, all.</summary>
public sealed partial class ReportTests : IAsyncLifetime
{
    private readonly FakeLogCollector _log = new();
    private Desk _desk = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desk = await Desk.OpenAsync(new Chat(await SandboxProduct.StartAsync(new SandboxProductOptions
    {
        AgentServerSettings = new Dictionary<string, string?> { ["Consent:MaxWait"] = "00:00:00" },
        ConfigureAgentServer = builder => builder.Logging.AddProvider(new FakeLoggerProvider(_log)),
    })));

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task The_operator_reads_what_was_reported_by_the_reference_that_its_user_was_shown()
    {
        var page = await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail("Pay \u202Enow", "Nine thousand", to: ["mallory@evil.example"])), Desk.Report);

        var (code, told) = await ReadAsync(Reference().Match(page.Text).Groups[1].Value);

        Assert.Equal(0, code);
        foreach (var line in new[] { "User: http", "Tool: mail_send_message", "Account: ada.moreau@gmail.example", "To: mallory@evil.example", "Nine thousand" })
            Assert.Contains(line, told, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', told);
    }

    [Fact]
    public async Task What_was_not_reported_stays_closed()
    {
        var link = await _desk.AskAsync(Desk.Mail());
        await _desk.DecideAsync(link, Desk.Deny);

        var (code, told) = await ReadAsync(link.Segments[^1][..10]);

        Assert.Equal(1, code);
        Assert.DoesNotContain("ben@", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("__________")]
    [InlineData("a reference that is too long")]
    public async Task No_reference_finds_nothing(string reference)
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Report);

        Assert.Equal(1, (await ReadAsync(reference)).Code);
    }

    [Fact]
    public async Task Each_step_is_one_event_under_one_reference_and_pseudonym()
    {
        var link = await _desk.AskAsync(Desk.Mail());
        await _desk.AskAsync(Desk.Mail());
        await _desk.DecideAsync(link, Desk.Approve);
        await _desk.SendAsync(Desk.Mail());

        var steps = _log.GetSnapshot().Where(r => r.Id.Id == 700).Select(r => r.StructuredState!.ToDictionary(s => s.Key, s => s.Value)).ToList();

        Assert.Equal(["Asked", "Approved", "Used", "Done"], steps.Select(s => s["Step"]));
        Assert.All(steps, step => Assert.Equal((link.Segments[^1][..10], "mail_send_message"), (step["Approval"], step["Tool"])));
        Assert.Matches("^[0-9a-f]{12}$", Assert.Single(steps.Select(s => s["User"]).Distinct()));
    }

    [Theory]
    [InlineData(FaultKind.Status, "Failed", "Done")]
    [InlineData(FaultKind.DropAfter, "Done")]
    public async Task What_came_of_a_send_is_a_step_too(FaultKind fault, params string[] outcomes)
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Approve);
        _desk.Chat.Product.Sandbox.Faults.Add(new FaultRule
        {
            Service = "google",
            Kind = fault,
            Status = 403,
            Path = fault == FaultKind.Status ? "/gmail/v1/users/me/drafts" : "/gmail/v1/users/me/drafts/send",
            Method = "POST",
            Times = 1,
        });
        for (var i = 0; i < outcomes.Length; i++)
            await _desk.Agent.CallToolAsync("mail_send_message", AgentClient.ArgumentsFrom(Desk.Mail()), cancellationToken: Cancelled);

        Assert.Equal(["Asked", "Approved", "Used", .. outcomes], Steps());
    }

    [Fact]
    public async Task What_came_of_it_stands_under_the_reference_of_the_account_although_another_has_the_same_key()
    {
        foreach (var account in new[] { "google", "microsoft" })
        {
            await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail(account: account)), Desk.Approve);
            await _desk.SendAsync(Desk.Mail(account: account));
        }

        var steps = _log.GetSnapshot().Where(r => r.Id.Id == 700).Select(r => r.StructuredState!.ToDictionary(s => s.Key, s => s.Value)).ToList();
        Assert.All(steps.GroupBy(s => s["Approval"]), one => Assert.Equal(["Asked", "Approved", "Used", "Done"], one.Select(s => s["Step"])));
    }

    [Fact]
    public async Task What_is_asked_again_is_a_step_of_the_new_question()
    {
        var refused = await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Deny);
        _desk.Ada.StopsAtDecisions = true;
        await _desk.Ada.PressAsync(refused, Desk.Words(refused, "again"), Cancelled);

        Assert.Equal(["Asked", "Refused", "Asked"], Steps());
    }

    private IEnumerable<string?> Steps() =>
        _log.GetSnapshot().Where(r => r.Id.Id == 700).Select(r => r.StructuredState!.Single(s => s.Key == "Step").Value);

    private async Task<(int Code, string Told)> ReadAsync(string reference)
    {
        await using var output = new StringWriter();
        var code = await ReportCommand.RunAsync(_desk.Chat.Product.AgentServices, reference, output, Cancelled);
        return (code, output.ToString());
    }

    [GeneratedRegex(@"reference ([A-Za-z0-9_-]{10})\.")]
    private static partial Regex Reference();
}
