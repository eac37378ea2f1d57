using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.World;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.AgentServer.Tests.Mail;

/// <summary>A product of its own with one mail to send: what the agent was told, what arrived, what the durable record says.</summary>
internal sealed class Outbox(SandboxProduct product, McpClient client, HurriedTime clock, string account) : IAsyncDisposable
{
    private static readonly string[] Ben = ["ben@acme.example"];

    private readonly string _key = Guid.NewGuid().ToString();
    private readonly string _subject = $"Figures {Guid.NewGuid()}";

    public SandboxProduct Product => product;

    public static async Task<Outbox> OpenAsync(string account)
    {
        var cancelled = TestContext.Current.CancellationToken;
        var clock = new HurriedTime();
        var product = await SandboxProduct.StartAsync(
            new SandboxProductOptions
            {
                ConfigureAgentServer = builder => builder.Services.AddSingleton<TimeProvider>(clock),
                AgentServerSettings = new Dictionary<string, string?>([.. Patient.Settings, .. Unasked.Settings]),
            },
            cancelled);
        var tokens = await SignIn.AsAdaAsync(product, "mail:send", cancelled);
        return new Outbox(product, await AgentClient.ConnectAsync(product.McpUrl, tokens.AccessToken, RawMcp.Newest, cancelled), clock, account);
    }

    /// <summary>The same call with the same key each time.</summary>
    public Task<JsonElement> SendAsync(string body = "Here they are.") =>
        client.CallAsync("mail_send_message", Arguments(body), TestContext.Current.CancellationToken);

    public Task<JsonElement> FailAsync(string body = "Here they are.") =>
        client.FailAsync("mail_send_message", Arguments(body), TestContext.Current.CancellationToken);

    /// <summary>What the provider may still carry out, it has carried out by now.</summary>
    public void LetTheProviderFinish() => clock.Ahead += MailSender.ProviderMayTake;

    /// <summary>What the sandbox has put off is done.</summary>
    public void LetTheLagPass() => product.Sandbox.World.CatchUp(all: true);

    /// <summary>The one message of the sender that carries the mail was thrown away.</summary>
    public bool IsThrownAway() => Count(Sender, MailFolder.Trash) > 0;

    public int Arrived() => Count("ben-microsoft", MailFolder.Inbox);

    /// <summary>The text of the one mail that arrived.</summary>
    public string TextThatArrived() => product.Sandbox.World.Read(accounts => accounts.Single(a => a.Key == "ben-microsoft").Messages
        .Single(m => m.Folder == MailFolder.Inbox && m.Content.Subject == _subject).Content.TextBody!.Trim());

    public int Drafts() => Count(Sender, MailFolder.Drafts);

    public int SentCopies() => Count(Sender, MailFolder.Sent);

    /// <summary>A fault on one step: <c>draft</c> or <c>send</c>.</summary>
    public void Break(string step, FaultKind kind, int status = 503, int? times = 1) => product.Sandbox.Faults.Add(new FaultRule
    {
        Service = account == "google" ? "google" : "graph",
        Kind = kind,
        Method = "POST",
        Path = (account, step) switch
        {
            ("google", "draft") => "^/gmail/v1/users/me/drafts(\\?|$)",
            ("google", _) => "/gmail/v1/users/me/drafts/send",
            (_, "draft") => "^/v1.0/me/messages(\\?|$)",
            _ => "^/v1.0/me/messages/[^/]+/send",
        },
        Status = status,
        Times = times,
    });

    /// <summary>As if the process had died after saving that much, and its lease had run out.</summary>
    public async Task DieAtAsync(SendState state)
    {
        await using var context = await Records().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var record = await context.Set<SendRecord>().SingleAsync(TestContext.Current.CancellationToken);
        record.State = state;
        record.LeaseUntil = 0;
        record.SentId = null;
        if (state == SendState.Started)
            record.DraftId = null;
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    public async Task<SendState> StateAsync()
    {
        await using var context = await Records().CreateDbContextAsync(TestContext.Current.CancellationToken);
        return (await context.Set<SendRecord>().AsNoTracking().SingleAsync(TestContext.Current.CancellationToken)).State;
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await product.DisposeAsync();
    }

    private string Sender => account == "google" ? "ada-google" : "ada-microsoft";

    private object Arguments(string body) => new { account, to = Ben, subject = _subject, body, idempotency_key = _key };

    private int Count(string key, MailFolder folder) => product.Sandbox.World.Read(accounts =>
        accounts.Single(a => a.Key == key).Messages.Count(m => m.Content.Subject == _subject && m.Folder == folder));

    private IDbContextFactory<AgentDbContext> Records() => product.AgentServices.GetRequiredService<IDbContextFactory<AgentDbContext>>();
}
