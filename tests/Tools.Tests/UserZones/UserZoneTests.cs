using Microsoft.Extensions.DependencyInjection;
using TokenVaultAgent.Tools.Providers.MicrosoftGraph;
using TokenVaultAgent.Tools.Tests.Providers;
using TokenVaultAgent.Tools.Time;
using TokenVaultAgent.Tools.UserZones;

namespace TokenVaultAgent.Tools.Tests.UserZones;

public sealed class UserZoneTests : IAsyncLifetime
{
    private ProviderSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await ProviderSandbox.StartAsync();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("cho-google", "https://www.googleapis.com/auth/calendar.readonly", "Asia/Tokyo", TimeZoneSource.Calendar)]
    [InlineData("ben-microsoft", "MailboxSettings.Read", "America/New_York", TimeZoneSource.Calendar)]
    [InlineData("ben-microsoft", "https://graph.microsoft.com/MailboxSettings.ReadWrite", "America/New_York", TimeZoneSource.Calendar)]
    [InlineData("ben-microsoft", "Calendars.Read", "America/New_York", TimeZoneSource.Events)]
    public async Task It_is_told_by_the_best_that_was_granted(string account, string scope, string zone, object source)
    {
        var told = await AskAsync(account, scope);

        Assert.Equal((zone, source), (told?.Zone.Id, told?.Source));
    }

    [Theory]
    [InlineData("cho-google", "https://www.googleapis.com/auth/gmail.readonly")]
    [InlineData("ben-microsoft", "Mail.Read")]
    public async Task Nobody_is_asked_where_nothing_that_tells_was_granted(string account, string scope) => Assert.Null(await AskAsync(account, scope));

    [Fact]
    public async Task A_zone_that_is_not_known_is_as_good_as_none_and_the_events_tell()
    {
        await using var stub = await StubProvider.StartAsync(200, """{"timeZone":"tzone://Microsoft/Custom","value":[]}""");
        await using var clients = stub.Clients();
        var zones = new GraphZone(clients.GetRequiredService<GraphApi>(), TimeProvider.System);

        Assert.Null(await zones.AskAsync(StubProvider.Token(scopes: ["MailboxSettings.Read", "Calendars.Read"]), TestContext.Current.CancellationToken));
        Assert.Equal(["/v1.0/me/mailboxSettings", "/v1.0/me/calendarView"], stub.Requests.Select(r => r.Target.Split('?')[0]));
    }

    private Task<ToldZone?> AskAsync(string account, string scope)
    {
        IZoneSource source = account.EndsWith("google", StringComparison.Ordinal)
            ? _sandbox.All<IZoneSource>().OfType<GoogleZone>().Single()
            : new GraphZone(_sandbox.All<GraphApi>().Single(), _sandbox.Host.Clock);
        return source.AskAsync(_sandbox.Token(account, scope), TestContext.Current.CancellationToken);
    }
}
