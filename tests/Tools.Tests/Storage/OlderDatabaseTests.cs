using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using TokenVaultAgent.Tests;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Sessions;
using TokenVaultAgent.Tools.Storage;
using TokenVaultAgent.Tools.Tests.Vault;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Tests.Storage;

/// <summary>
/// A database as the version of 29 November 2026 left it, with all kinds of records: a connected account; links to connect and to approve
/// that are open, and one that was approved; a send under the approved one's key that got as far as its draft; an ended session. What was begun
/// with that version ends with this one.
/// </summary>
public sealed class OlderDatabaseTests : IAsyncLifetime
{
    private const string Account = "google:ada@gmail.example";

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"older-{Guid.NewGuid()}.db");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 29, 12, 1, 0, TimeSpan.Zero));
    private readonly Caller _ada = FakeAuth0.Caller();
    private ServiceProvider _services = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private DecisionLinks Links => Get<DecisionLinks>();

    private ActionApprovals Approvals => Get<ActionApprovals>();

    public async ValueTask InitializeAsync()
    {
        File.Copy(Path.Combine(Repository.Root, "tests", "Tools.Tests", "Storage", "Older", "2026-11-29.sqlite"), _file);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Auth0:Issuer", "https://tenant.example/"), new("Auth0:Audience", "https://agent.example/mcp"),
            new("Auth0:ClientId", "api-client"), new("Auth0:ClientSecret", "s3cret-of-client"),
            new("Auth0:WebClient:ClientId", "web"), new("Auth0:WebClient:ClientSecret", "s3cret-of-web-application"),
            new("Vault:Connections:0:Name", "google-oauth2"), new("Vault:Connections:0:Provider", "Google"),
            new("Storage:ConnectionString", $"Data Source={_file}"),
        ]).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton<TimeProvider>(_clock)
            .AddTools(configuration).BuildServiceProvider();
        await _services.GetServices<IHostedService>().OfType<MigrationStep>().Single().StartingAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(_file);
    }

    [Fact]
    public async Task Accounts_generations_and_ended_sessions_are_there()
    {
        var account = Assert.Single(await Get<AccountIndex>().OfAsync(_ada.Owner, Cancelled));

        Assert.Equal(("ada@gmail.example", "cac_1", true), (account.Address, account.VaultAccountId, account.IsDefault));
        Assert.Equal(1, await Get<IGenerations>().CurrentAsync(TokenKey.For(_ada, "google-oauth2", null), Cancelled));
        Assert.True(await Get<EndedSessions>().IsEndedAsync("ended", Cancelled));
    }

    [Fact]
    public async Task An_open_link_to_connect_is_given_again_and_can_be_decided()
    {
        var link = await Links.AskAsync(_ada.Owner, DecisionNeeded.ToConnect(Provider.Google, null, null, ProviderScopes.ReadCalendar), Cancelled);

        Assert.Equal("XGvHz9FblJ2hAnlGcfAyYA", link.Id);
        Assert.True(await Links.DecideAsync(link, DecisionState.Granted, null, Cancelled));
    }

    [Fact]
    public async Task What_an_open_link_asks_can_still_be_read_approved_and_used_once()
    {
        var needed = Assert.IsType<ApprovalNeeded>((await Assert.ThrowsAsync<ToolFailureException>(() => EnsureAsync("asked", "first"))).Failure.Decision);
        var link = await Approvals.AskAsync(_ada.Owner, needed, Cancelled);
        var (_, summary) = (await Approvals.FindAsync(link.Id, Cancelled))!.Value;
        await Approvals.ProveAsync(link.Id, _clock.GetUtcNow(), Cancelled);
        await Links.DecideAsync(link, DecisionState.Granted, null, Cancelled);

        Assert.Equal(("sna3FDHBgOu-r7U2QASPuA", "Send a mail", "At noon."), (link.Id, summary.Title, summary.Text));
        Assert.Equal("first", await EnsureAsync("asked", "first"));
        await Assert.ThrowsAsync<ToolFailureException>(() => EnsureAsync("asked", "second"));
    }

    [Fact]
    public async Task A_send_that_was_begun_goes_on_under_its_approval()
    {
        Assert.Equal("key", await EnsureAsync("granted", "key"));
        var record = await Get<SendRecords>().ClaimAsync(new SendClaim(_ada.Owner, Account, "key", "granted", "<another@gmail.example>"), Cancelled);

        Assert.Equal((SendState.Drafted, "draft-1", "<made@gmail.example>"), (record.State, record.DraftId, record.InternetMessageId));
    }

    [Fact]
    public async Task What_has_expired_is_swept()
    {
        _clock.Advance(TimeSpan.FromDays(60));

        Assert.Equal(7, await Get<RecordsSweep>().SweepAsync(Cancelled));
    }

    private Task<string?> EnsureAsync(string digest, string key) =>
        Approvals.EnsureAsync(_ada, new ResolvedAction("mail_send_message", Account, digest, new ActionSummary("", "", [], [], null)), key, Cancelled);

    private T Get<T>() where T : notnull => _services.GetRequiredService<T>();
}
