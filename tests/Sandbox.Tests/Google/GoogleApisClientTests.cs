using System.Net;
using global::Google.Apis.Discovery;
using global::Google.Apis.Http;
using global::Google.Apis.Requests;
using global::Google.Apis.Services;
using Newtonsoft.Json;

namespace TokenVaultAgent.Sandbox.Tests.Google;

/// <summary>Google's own client runtime, unmodified: its request building, compression, parsing and error handling.</summary>
public sealed class GoogleApisClientTests
{
    [Fact]
    public async Task A_typed_answer_is_read()
    {
        await using var google = await GoogleClient.StartAsync();
        using var service = new SandboxService(google);

        var list = await new ListEvents(service, "primary").ExecuteAsync(TestContext.Current.CancellationToken);

        Assert.Equal("ada.moreau@gmail.example", list.Summary);
        Assert.NotEmpty(list.Items!);
    }

    [Fact]
    public async Task An_error_becomes_the_clients_exception_with_its_reason()
    {
        await using var google = await GoogleClient.StartAsync();
        using var service = new SandboxService(google);

        var failure = await Assert.ThrowsAsync<global::Google.GoogleApiException>(
            () => new ListEvents(service, "nobody@gmail.example").ExecuteAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.NotFound, failure.HttpStatusCode);
        Assert.Equal("notFound", Assert.Single(failure.Error.Errors).Reason);
    }

    [Fact]
    public async Task An_error_of_the_front_end_is_understood_too()
    {
        await using var google = await GoogleClient.StartAsync(scopes: "openid");
        using var service = new SandboxService(google);

        var failure = await Assert.ThrowsAsync<global::Google.GoogleApiException>(
            () => new ListEvents(service, "primary").ExecuteAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.Forbidden, failure.HttpStatusCode);
        Assert.Equal("insufficientPermissions", Assert.Single(failure.Error.Errors).Reason);
    }

    [Fact]
    public async Task A_compressed_body_is_read()
    {
        await using var google = await GoogleClient.StartAsync();
        using var service = new SandboxService(google);

        var draft = await new CreateDraft(service, GoogleClient.Raw("ben@acme.example")).ExecuteAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("r", draft.Id, StringComparison.Ordinal);
    }

    private sealed class SandboxService(GoogleClient google) : BaseClientService(new Initializer
    {
        ApplicationName = "Tests",
        GZipEnabled = true,
        HttpClientInitializer = new Bearer(google.Token),
    })
    {
        public override string Name => "sandbox";

        public override string BaseUri => google.Host.GoogleUrl.ToString();

        public override string BasePath => "";

        public override IList<string> Features => [];
    }

    private sealed class Bearer(string token) : IConfigurableHttpClientInitializer
    {
        public void Initialize(ConfigurableHttpClient httpClient) => httpClient.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    private sealed class ListEvents : ClientServiceRequest<EventsAnswer>
    {
        public ListEvents(IClientService service, string calendarId) : base(service)
        {
            CalendarId = calendarId;
            InitParameters();
            RequestParameters.Add("calendarId", new Parameter { Name = "calendarId", IsRequired = true, ParameterType = "path" });
        }

        [global::Google.Apis.Util.RequestParameter("calendarId", global::Google.Apis.Util.RequestParameterType.Path)]
        public string CalendarId { get; }

        public override string MethodName => "list";

        public override string HttpMethod => "GET";

        public override string RestPath => "calendar/v3/calendars/{calendarId}/events";
    }

    private sealed class CreateDraft : ClientServiceRequest<DraftAnswer>
    {
        private readonly object _body;

        public CreateDraft(IClientService service, string raw) : base(service)
        {
            _body = new { message = new { raw } };
            InitParameters();
        }

        public override string MethodName => "create";

        public override string HttpMethod => "POST";

        public override string RestPath => "gmail/v1/users/me/drafts";

        protected override object GetBody() => _body;
    }

    private sealed class EventsAnswer
    {
        [JsonProperty("summary")]
        public string? Summary { get; set; }

        [JsonProperty("items")]
        public IList<object>? Items { get; set; }
    }

    private sealed class DraftAnswer
    {
        [JsonProperty("id")]
        public string? Id { get; set; }
    }
}
