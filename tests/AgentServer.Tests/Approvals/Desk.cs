using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelContextProtocol.Client;
using TokenVaultAgent.AgentServer.Tests.Connections;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.AgentServer.Tests.Approvals;

/// <summary>Ada, her agent that writes mails to Ben, and the browser in which she decides on them.</summary>
internal sealed class Desk(Chat chat, McpClient agent, Person ada) : IAsyncDisposable
{
    // Values of the page's buttons, whose words are about the action.
    public const string Approve = "approve";
    public const string Deny = "deny";
    public const string Stop = "stop";
    public const string Report = "report";

    /// <summary>The heading of a page that asks for a mail to Ben.</summary>
    public const string Asks = "Send this mail to ben@acme.example?";

    private static readonly string[] ToBen = ["Ben Okafor <ben@acme.example>"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public Chat Chat => chat;

    public McpClient Agent => agent;

    public Person Ada => ada;

    public static async Task<Desk> OpenAsync(params (string Key, string? Value)[] settings) => await OpenAsync(await Chat.StartAsync(settings));

    /// <summary>At a time that the test sets, for tenant and server alike; nothing waits.</summary>
    public static async Task<Desk> OpenAsync(FakeTimeProvider clock, params (string Key, string? Value)[] settings) =>
        await OpenAsync(new Chat(await SandboxProduct.StartAsync(new SandboxProductOptions
        {
            Sandbox = new SandboxOptions { Clock = clock },
            AgentServerSettings = settings.Append(("Consent:MaxWait", "00:00:00")).ToDictionary(s => s.Item1, s => s.Item2),
            ConfigureAgentServer = builder => builder.Services.AddSingleton<TimeProvider>(clock),
        })));

    public static async Task<Desk> OpenAsync(Chat chat) => new(chat, await chat.AgentAsync(Chat.Ada), chat.Person(Chat.Ada));

    public static object Mail(
        string subject = "Figures", string body = "Here they are.", string account = "google", string[]? to = null, string? key = null, string[]? bcc = null) =>
        new { account, to = to ?? ToBen, bcc = bcc ?? [], subject, body, idempotency_key = key ?? "key-1" };

    public Task<JsonElement> SendAsync(object mail) => agent.CallAsync("mail_send_message", mail, Cancelled);

    public Task<JsonElement> FailAsync(object mail) => agent.FailAsync("mail_send_message", mail, Cancelled);

    /// <summary>The link that a call which needs approval ends with.</summary>
    public async Task<Uri> AskAsync(object mail)
    {
        var failure = await FailAsync(mail);
        Assert.Equal("approval_required", Chat.Code(failure));
        return Chat.Link(failure);
    }

    /// <summary>Ada opens the link and presses a button.</summary>
    public async Task<SeenPage> DecideAsync(Uri link, string decision)
    {
        ada.StopsAtDecisions = true;
        var page = await ada.BrowseAsync(link, Cancelled);
        return await ada.PressAsync(page, Words(page, decision), Cancelled);
    }

    /// <summary>What the button says that decides so.</summary>
    public static string Words(SeenPage page, string decision) => page.Document.QuerySelector($"button[value={decision}]")!.TextContent.Trim();

    /// <summary>The server dies, and another takes its place.</summary>
    public Task RestartAsync(params (string Key, string? Value)[] changes) => chat.RestartAsync(changes);

    /// <summary>How many mails of this agent arrived at Ben's.</summary>
    public int Arrived(string subject = "Figures") => Count("ben-microsoft", MailFolder.Inbox, subject);

    public int Drafts(string account = "ada-google") => Count(account, MailFolder.Drafts, "Figures");

    public async ValueTask DisposeAsync()
    {
        ada.Dispose();
        await agent.DisposeAsync();
        await chat.DisposeAsync();
    }

    private int Count(string account, MailFolder folder, string subject) => chat.Product.Sandbox.World.Read(accounts =>
        accounts.Single(a => a.Key == account).Messages.Count(m => m.Content.Subject == subject && m.Folder == folder));
}
