using System.Net;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

/// <summary>Microsoft's own SDK, unmodified and with its own handlers: request building, compression, paging, error handling.</summary>
public sealed class GraphSdkTests
{
    private static readonly string[] BySubject = ["subject"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_typed_answer_is_read()
    {
        await using var graph = await GraphClient.StartAsync();

        var user = await Sdk(graph).Me.GetAsync(cancellationToken: Cancelled);

        Assert.Equal("ada@acme.example", user!.Mail);
    }

    [Fact]
    public async Task Pages_are_iterated()
    {
        await using var graph = await GraphClient.StartAsync();
        var client = Sdk(graph);
        var first = await client.Me.Messages.GetAsync(r => (r.QueryParameters.Top, r.QueryParameters.Select) = (3, BySubject), Cancelled);
        var subjects = new List<string?>();

        await PageIterator<Message, MessageCollectionResponse>.CreatePageIterator(client, first!, message =>
        {
            subjects.Add(message.Subject);
            return true;
        }).IterateAsync(Cancelled);

        Assert.Equal(graph.Account.Messages.Count, subjects.Count);
    }

    [Fact]
    public async Task A_calendar_view_in_a_zone_is_read()
    {
        await using var graph = await GraphClient.StartAsync();

        var view = await Sdk(graph).Me.CalendarView.GetAsync(r =>
        {
            (r.QueryParameters.StartDateTime, r.QueryParameters.EndDateTime) = ("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z");
            r.Headers.Add("Prefer", "outlook.timezone=\"W. Europe Standard Time\"");
        }, Cancelled);

        Assert.Contains(view!.Value!, e => e is { Subject: "Stand-up", Start.DateTime: "2026-11-24T09:30:00.0000000", Type: EventType.Occurrence });
    }

    [Fact]
    public async Task A_draft_is_made_and_sent()
    {
        await using var graph = await GraphClient.StartAsync();
        var client = Sdk(graph);
        var draft = await client.Me.Messages.PostAsync(new Message
        {
            Subject = "By the SDK",
            Body = new ItemBody { ContentType = BodyType.Html, Content = "<p>Hello</p>" },
            ToRecipients = [new Recipient { EmailAddress = new EmailAddress { Address = "ben@acme.example" } }],
            Importance = Importance.High,
        }, cancellationToken: Cancelled);

        await client.Me.Messages[draft!.Id].Send.PostAsync(cancellationToken: Cancelled);

        Assert.Contains(graph.Host.World.Find("ben-microsoft")!.Messages, m => m.Content is { Subject: "By the SDK", HtmlBody: not null });
    }

    [Fact]
    public async Task An_error_becomes_the_SDKs_exception()
    {
        await using var graph = await GraphClient.StartAsync();

        var failure = await Assert.ThrowsAsync<ODataError>(() => Sdk(graph).Me.Messages["abc"].GetAsync(cancellationToken: Cancelled));

        Assert.Equal((int)HttpStatusCode.BadRequest, failure.ResponseStatusCode);
        Assert.Equal("ErrorInvalidIdMalformed", failure.Error!.Code);
        Assert.NotNull(failure.Error.InnerError!.RequestId);
    }

    private static GraphServiceClient Sdk(GraphClient graph) =>
        new(GraphClientFactory.Create(), new Bearer(graph.Token), graph.Host.GraphUrl.AbsoluteUri);

    private sealed class Bearer(string token) : IAuthenticationProvider
    {
        public Task AuthenticateRequestAsync(
            RequestInformation request, Dictionary<string, object>? additionalAuthenticationContext = null, CancellationToken cancellationToken = default)
        {
            request.Headers.Add("Authorization", $"Bearer {token}");
            return Task.CompletedTask;
        }
    }
}
