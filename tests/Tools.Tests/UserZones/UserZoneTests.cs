using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TokenVaultAgent.Tools.Calendar;
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

    // As mailboxes have it set: microsoftgraph/microsoft-graph-docs#19284, microsoftgraph/microsoft-graph-docs#1882, phw198/OutlookGoogleCalendarSync#2148.
    [Theory]
    [InlineData("Tokyo Standard Time", "Asia/Tokyo")]
    [InlineData("Fiji Standard Time", "Pacific/Fiji")]
    [InlineData("Greenland Standard Time", "America/Nuuk")]
    [InlineData("Hawaii-Aleutian Standard Time", null)]
    [InlineData("Customized Time Zone", null)]
    [InlineData("tzone://Microsoft/Custom", null)]
    [InlineData("America/Toronto", "America/Toronto")]
    [InlineData("", null)]
    public async Task What_a_mailbox_has_set_is_a_zone_or_nothing(string name, string? zone)
    {
        await using var stub = await StubProvider.StartAsync(200, $$"""{"timeZone":"{{name}}"}""");
        await using var clients = stub.Clients();
        var zones = new GraphZone(clients.GetRequiredService<GraphApi>(), TimeProvider.System);

        Assert.Equal(zone, (await zones.SetUpAsync(StubProvider.Token(scopes: "MailboxSettings.Read"), TestContext.Current.CancellationToken))?.Zone.Id);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_mailbox_that_does_not_tell_costs_nothing(int status)
    {
        await using var stub = await StubProvider.StartAsync(context =>
        {
            var isSettings = context.Request.Path.Value!.EndsWith("/mailboxSettings", StringComparison.Ordinal);
            (context.Response.StatusCode, context.Response.ContentType) = (isSettings ? status : 200, "application/json");
            return context.Response.WriteAsync(isSettings ? """{"error":{"code":"ErrorAccessDenied","message":"no"}}""" : """
                {"value":[{"id":"1","isOrganizer":true,"originalStartTimeZone":"Tokyo Standard Time",
                "start":{"dateTime":"2026-11-24T08:00:00","timeZone":"UTC"},"end":{"dateTime":"2026-11-24T09:00:00","timeZone":"UTC"}}]}
                """);
        });
        await using var clients = stub.Clients();
        var graph = clients.GetRequiredService<GraphApi>();
        var zones = new GraphZone(graph, TimeProvider.System);
        var token = StubProvider.Token(scopes: ["MailboxSettings.Read", "Calendars.Read"]);
        var query = new EventQuery(
            null, new Interval(Instant.FromUtc(2026, 11, 24, 0, 0), Instant.FromUtc(2026, 11, 25, 0, 0)), null, 25, WithDescription: false, After: null);

        var listed = await new GraphCalendar(graph, zones).ListEventsAsync(token, query, TestContext.Current.CancellationToken);

        Assert.Equal(("1", "Asia/Tokyo"), (Assert.Single(listed.Events).Event.Id, listed.TimeZone?.Zone.Id));
        Assert.Equal(listed.TimeZone, await zones.AskAsync(token, TestContext.Current.CancellationToken));
    }

    private Task<ToldZone?> AskAsync(string account, string scope)
    {
        IZoneSource source = account.EndsWith("google", StringComparison.Ordinal)
            ? _sandbox.All<IZoneSource>().OfType<GoogleZone>().Single()
            : new GraphZone(_sandbox.All<GraphApi>().Single(), _sandbox.Host.Clock);
        return source.AskAsync(_sandbox.Token(account, scope), TestContext.Current.CancellationToken);
    }
}
