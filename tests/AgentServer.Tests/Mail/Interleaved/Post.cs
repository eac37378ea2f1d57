using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.World;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Mail;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Storage;
using TokenVaultAgent.Tools.Vault;
using MailFolder = TokenVaultAgent.Sandbox.World.MailFolder;

namespace TokenVaultAgent.AgentServer.Tests.Mail.Interleaved;

/// <summary>What an agent was told of one call.</summary>
internal enum Told
{
    Sent,
    Unknown,
    NothingSent,
    Conflict,

    /// <summary>Nothing: the process died.</summary>
    Nothing,
}

/// <summary>A product in a time of its own, whose mails are sent by processes that can die.</summary>
internal sealed class Post : IAsyncDisposable
{
    private readonly SandboxProduct _product;
    private Caller _caller = null!;

    private Post(SandboxProduct product, JumpingTime time) => (_product, Time) = (product, time);

    public JumpingTime Time { get; }

    public Faults Faults => _product.Sandbox.Faults;

    public SandboxWorld World => _product.Sandbox.World;

    public static async Task<Post> OpenAsync(CancellationToken cancellationToken)
    {
        var time = new JumpingTime();
        var product = await SandboxProduct.StartAsync(
            new SandboxProductOptions
            {
                Sandbox = new SandboxOptions { Clock = time },
                ConfigureAgentServer = builder => builder.Services.AddSingleton<TimeProvider>(time),
                AgentServerSettings = new Dictionary<string, string?>([.. Patient.Settings, .. Unasked.Settings])
                {
                    // Counted by the machine's clock, by which these months are seconds.
                    ["Vault:MaxExchangesPerMinute"] = "6000",
                },
            },
            cancellationToken);
        return new Post(product, time);
    }

    /// <summary>Ada's token lasts a day, in which a mail or two are sent.</summary>
    public async Task SignInAsync(CancellationToken cancellationToken)
    {
        var tokens = await SignIn.AsAdaAsync(_product, "mail:send", cancellationToken);
        _caller = new Caller
        {
            Issuer = _product.Sandbox.Auth0Url.ToString(),
            Subject = _product.Sandbox.Tenant.FindUser("ada@acme.example")!.Sub,
            SubjectToken = new SubjectToken(tokens.AccessToken, SubjectTokenType.AccessToken),
            SubjectTokenExpiresAt = Time.GetUtcNow() + TimeSpan.FromDays(1),
            Scopes = new HashSet<string> { "mail:send" },
        };
    }

    /// <summary>One call of the tool, in a process of its own.</summary>
    public async Task<Told> SendAsync(string account, string subject, Mortal process)
    {
        var services = _product.AgentServices;
        var records = new MortalContexts(process, services.GetRequiredService<IOptions<StorageOptions>>().Value.ConnectionString);
        var sender = new MailSender(
            services.GetRequiredService<MailApprovals>(),
            new SendRecords(records, Time),
            services.GetServices<IMailProvider>().Select(provider => new MortalProvider(process, provider)),
            Time,
            NullLogger<MailSender>.Instance);
        try
        {
            var access = await services.GetRequiredService<AccountResolver>().ForWriteAsync(_caller, account, ProviderScopes.SendMail, default);
            var mail = new OutgoingMailInput(["ben@acme.example"], null, null, subject, "Here they are.").From(access.Account);
            await sender.SendAsync(_caller, access, mail, key: subject, default);
            return Told.Sent;
        }
        catch (ToolFailureException failure) when (failure.Failure.Code is FailureCode.OutcomeUnknown or FailureCode.Conflict)
        {
            return failure.Failure.Code == FailureCode.Conflict ? Told.Conflict : Told.Unknown;
        }
        catch (Exception exception) when (process.IsDead)
        {
            Assert.IsNotType<ToolFailureException>(exception);
            return Told.Nothing;
        }
        catch (Exception exception) when (exception is ProviderException or ToolFailureException)
        {
            return Told.NothingSent;
        }
    }

    /// <summary>What the mailboxes hold of a mail: arrived, kept by the sender, still a draft, and of what was sent thrown away.</summary>
    public (int Arrived, int Kept, int Drafts, int Lost) Look(string account, string subject) => World.Read(accounts =>
    {
        var own = accounts.Single(a => a.Key == $"ada-{account}").Messages.Where(m => m.Content.Subject == subject).ToList();
        var arrived = accounts.Single(a => a.Key == "ben-microsoft").Messages.Count(m => m.Content.Subject == subject && m.Folder == MailFolder.Inbox);
        return (arrived, own.Count(m => m.Folder == MailFolder.Sent), own.Count(m => m.IsDraft), own.Count(m => m is { Folder: MailFolder.Trash, IsDraft: false }));
    });

    public ValueTask DisposeAsync() => _product.DisposeAsync();

    public void Lag(int send, int draft, int sentItems) => World.MailLag = new MailLag
    {
        Send = Duration.FromSeconds(send),
        Draft = Duration.FromSeconds(draft),
        SentItems = Duration.FromSeconds(sentItems),
    };
}
