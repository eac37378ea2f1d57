using System.Net;
using Microsoft.Graph;
using Microsoft.Graph.Me.SendMail;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using MimeKit;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

/// <summary>Microsoft's own client, unmodified: its request building, compression, parsing, paging and error handling.</summary>
public sealed class GraphSdkTests
{
    [Fact]
    public async Task The_user_is_read()
    {
        await using var graph = await GraphClient.StartAsync();
        using var client = Client(graph);

        var me = await client.Me.GetAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("ada@acme.example", me!.Mail);
        Assert.Equal(graph.Account.ProviderUserId, me.Id);
    }

    [Fact]
    public async Task The_mailboxs_settings_tell_the_zone_by_its_Windows_name()
    {
        await using var graph = await GraphClient.StartAsync();
        using var client = Client(graph);

        var settings = await client.Me.MailboxSettings.GetAsync(cancellationToken: TestContext.Current.CancellationToken);
        var one = await client.Me.MailboxSettings.GetAsync(r => r.QueryParameters.Select = ["timeZone"], TestContext.Current.CancellationToken);

        Assert.Equal(("Romance Standard Time", UserPurpose.User, "en-US"), (settings!.TimeZone, settings.UserPurpose, settings.Language!.Locale));
        Assert.Equal((settings.TimeZone, null), (one!.TimeZone, one.Language));
    }

    [Theory]
    [InlineData("REQUEST", "NEEDS-ACTION", typeof(EventMessageRequest), MeetingMessageType.MeetingRequest)]
    [InlineData("CANCEL", "NEEDS-ACTION", typeof(EventMessage), MeetingMessageType.MeetingCancelled)]
    [InlineData("REPLY", "DECLINED", typeof(EventMessageResponse), MeetingMessageType.MeetingDeclined)]
    [InlineData("REPLY", "TENTATIVE", typeof(EventMessageResponse), MeetingMessageType.MeetingTenativelyAccepted)]
    public async Task A_mail_about_a_meeting_is_a_message_of_its_own_type(string method, string answer, Type type, MeetingMessageType kind)
    {
        await using var graph = await GraphClient.StartAsync();
        using var client = Client(graph);
        var id = Deliver(graph, $"""
            BEGIN:VCALENDAR
            VERSION:2.0
            METHOD:{method}
            BEGIN:VEVENT
            UID:1
            DTSTART;TZID=Europe/Paris:20261208T090000
            DTEND;TZID=Europe/Paris:20261208T100000
            ATTENDEE;PARTSTAT={answer}:mailto:ada@acme.example
            SUMMARY:Budget
            LOCATION:Room 5
            DESCRIPTION:Bring the figures
            END:VEVENT
            END:VCALENDAR
            """);

        var whole = Assert.IsAssignableFrom<EventMessage>(await client.Me.Messages[id].GetAsync(cancellationToken: TestContext.Current.CancellationToken));
        var selected = Assert.IsAssignableFrom<EventMessage>(
            await client.Me.Messages[id].GetAsync(r => r.QueryParameters.Select = ["subject"], TestContext.Current.CancellationToken));

        Assert.Equal((type, kind, "Room 5"), (whole.GetType(), whole.MeetingMessageType, whole.Location!.DisplayName));
        Assert.Equal(("2026-12-08T08:00:00.0000000", "UTC"), (whole.StartDateTime!.DateTime, whole.StartDateTime.TimeZone));
        Assert.Contains("Bring the figures", whole.Body!.Content, StringComparison.Ordinal);
        Assert.Equal(("Budget", null), (selected.Subject, selected.StartDateTime));
    }

    [Theory]
    [InlineData("no calendar")]
    [InlineData("BEGIN:VCALENDAR\nMETHOD:PUBLISH\nBEGIN:VEVENT\nDTSTART:20261208T090000Z\nEND:VEVENT\nEND:VCALENDAR")]
    [InlineData("BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR")]
    [InlineData("BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nDTSTART:never\nEND:VEVENT\nEND:VCALENDAR")]
    public async Task Another_calendar_is_a_mail_as_any(string calendar)
    {
        await using var graph = await GraphClient.StartAsync();
        using var client = Client(graph);

        var message = await client.Me.Messages[Deliver(graph, calendar)].GetAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(typeof(Microsoft.Graph.Models.Message), message!.GetType());
    }

    private static string Deliver(GraphClient graph, string calendar)
    {
        using var mail = new MimeMessage { Subject = "Budget", Body = new TextPart("calendar") { Text = calendar } };
        mail.From.Add(new MailboxAddress("Ben", "ben@acme.example"));
        mail.To.Add(new MailboxAddress("Ada", graph.Account.Address));
        return Assert.Single(PostOffice.Send(graph.Host.World, graph.Host.World.Find("ben-microsoft")!, mail)).Id;
    }

    [Fact]
    public async Task An_error_becomes_the_clients_exception_with_its_code()
    {
        await using var graph = await GraphClient.StartAsync();
        using var client = Client(graph);

        var failure = await Assert.ThrowsAsync<ODataError>(
            () => client.Me.Messages["1"].GetAsync(cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(400, failure.ResponseStatusCode);
        Assert.Equal("ErrorInvalidIdMalformed", failure.Error!.Code);
        Assert.Equal("Id is malformed.", failure.Message);
        Assert.NotNull(failure.Error.InnerError!.RequestId);
    }

    [Fact]
    public async Task A_refused_token_is_the_clients_exception_too()
    {
        await using var graph = await GraphClient.StartAsync();
        using var client = Client(graph, "expired");

        var failure = await Assert.ThrowsAsync<ODataError>(
            () => client.Me.GetAsync(cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((int)HttpStatusCode.Unauthorized, failure.ResponseStatusCode);
        Assert.Equal("InvalidAuthenticationToken", failure.Error!.Code);
    }

    [Fact]
    public async Task The_page_iterator_sees_each_message_once()
    {
        await using var graph = await GraphClient.StartAsync();
        using var client = Client(graph);
        var first = await client.Me.Messages.GetAsync(r => r.QueryParameters.Top = 3, TestContext.Current.CancellationToken);
        List<string> ids = [];

        await PageIterator<Message, MessageCollectionResponse>.CreatePageIterator(client, first!, message =>
        {
            ids.Add(message.Id!);
            return true;
        }).IterateAsync(TestContext.Current.CancellationToken);

        Assert.Equal(graph.Account.Messages.Select(m => m.Id).Order(), ids.Order());
    }

    [Fact]
    public async Task A_search_is_encoded_and_answered()
    {
        await using var graph = await GraphClient.StartAsync();
        using var client = Client(graph);

        var found = await client.Me.Messages.GetAsync(
            r => r.QueryParameters.Search = "\"subject:\\\"contract draft\\\" from:sam\"", TestContext.Current.CancellationToken);

        Assert.Equal(["Contract draft v3"], found!.Value!.Select(m => m.Subject));
    }

    [Fact]
    public async Task A_draft_is_made_changed_given_a_file_sent_and_found_again()
    {
        await using var graph = await GraphClient.StartAsync();
        using var client = Client(graph);
        var cancellation = TestContext.Current.CancellationToken;

        var draft = await client.Me.Messages.PostAsync(
            new Message
            {
                Subject = "Hello",
                Body = new ItemBody { ContentType = BodyType.Html, Content = "<p>Bonjour à tous</p>" },
                ToRecipients = [new Recipient { EmailAddress = new EmailAddress { Address = "ben@acme.example", Name = "Ben" } }],
                InternetMessageId = "<own-id@tests.example>",
                Importance = Importance.High,
            },
            Immutable, cancellation);
        var changed = await client.Me.Messages[draft!.Id].PatchAsync(new Message { Subject = "Hello again" }, Immutable, cancellation);
        await client.Me.Messages[draft.Id].Attachments.PostAsync(
            new FileAttachment { Name = "a.txt", ContentType = "text/plain", ContentBytes = "hello"u8.ToArray() }, Immutable, cancellation);
        await client.Me.Messages[draft.Id].Send.PostAsync(Immutable, cancellation);
        var sent = await client.Me.MailFolders["sentitems"].Messages.GetAsync(
            r =>
            {
                r.QueryParameters.Filter = "internetMessageId eq '<own-id@tests.example>'";
                Immutable(r);
            },
            cancellation);

        Assert.Equal("Hello again", changed!.Subject);
        var copy = Assert.Single(sent!.Value!);
        Assert.Equal(draft.Id, copy.Id);
        Assert.Equal((false, true, Importance.High), (copy.IsDraft, copy.HasAttachments, copy.Importance));
    }

    [Fact]
    public async Task Mail_is_sent_in_one_call()
    {
        await using var graph = await GraphClient.StartAsync();
        using var client = Client(graph);

        await client.Me.SendMail.PostAsync(
            new SendMailPostRequestBody
            {
                Message = new Message
                {
                    Subject = "Hello",
                    ToRecipients = [new Recipient { EmailAddress = new EmailAddress { Address = "ben@acme.example" } }],
                },
                SaveToSentItems = false,
            },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Single(graph.Host.World.Find("ben-microsoft")!.Messages, m => m.Content.Subject == "Hello");
        Assert.DoesNotContain(graph.Account.Messages, m => m.Content.Subject == "Hello");
    }

    [Fact]
    public async Task A_view_is_typed()
    {
        await using var graph = await GraphClient.StartAsync();
        using var client = Client(graph);

        var view = await client.Me.CalendarView.GetAsync(
            r =>
            {
                r.QueryParameters.StartDateTime = "2026-11-24T00:00:00+01:00";
                r.QueryParameters.EndDateTime = "2026-11-25T00:00:00+01:00";
                r.QueryParameters.Orderby = ["start/dateTime"];
                r.Headers.Add("Prefer", "outlook.timezone=\"Romance Standard Time\"");
            },
            TestContext.Current.CancellationToken);

        var review = view!.Value!.Single(e => e.Subject == "Quarterly review");
        Assert.Equal("2026-11-24T10:00:00.0000000", review.Start!.DateTime);
        Assert.Equal(
            (EventType.SingleInstance, FreeBusyStatus.Busy, Sensitivity.Normal), (review.Type, review.ShowAs, review.Sensitivity));
        Assert.Equal([ResponseType.Accepted, ResponseType.TentativelyAccepted], review.Attendees!.Select(a => a.Status!.Response));
    }

    [Fact]
    public async Task A_series_has_its_pattern()
    {
        await using var graph = await GraphClient.StartAsync();
        using var client = Client(graph);
        var id = graph.Account.PrimaryCalendar.Events.Single(e => e.Title == "All hands").Id;

        var series = await client.Me.Events[id].GetAsync(cancellationToken: TestContext.Current.CancellationToken);

        var pattern = series!.Recurrence!.Pattern!;
        Assert.Equal((RecurrencePatternType.RelativeMonthly, WeekIndex.Last), (pattern.Type, pattern.Index));
        Assert.Equal([DayOfWeekObject.Thursday], pattern.DaysOfWeek!);
        Assert.Equal(RecurrenceRangeType.NoEnd, series.Recurrence.Range!.Type);
    }

    private static void Immutable<T>(RequestConfiguration<T> request) where T : class, new() =>
        request.Headers.Add("Prefer", GraphClient.Immutable);

    private static GraphServiceClient Client(GraphClient graph, string? token = null) => new(
        new BaseBearerTokenAuthenticationProvider(new Bearer(token ?? graph.Token)), graph.Host.GraphUrl.ToString());

    private sealed class Bearer(string token) : IAccessTokenProvider
    {
        public AllowedHostsValidator AllowedHostsValidator { get; } = new();

        public Task<string> GetAuthorizationTokenAsync(
            Uri uri, Dictionary<string, object>? additionalAuthenticationContext = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(token);
    }
}
