using System.Net;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

public sealed class GraphAccessTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("Bearer unknown")]
    [InlineData("Basic YTpi")]
    public async Task A_call_without_a_good_token_is_unauthenticated(string? authorization)
    {
        await using var graph = await GraphClient.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, graph.Host.GraphUrl.AbsoluteUri + "/me");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.StartsWith("Bearer realm=", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "InvalidAuthenticationToken", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_stops_at_its_end()
    {
        await using var graph = await GraphClient.StartAsync();

        graph.Clock.Advance(TimeSpan.FromHours(1));
        var answer = await graph.SendAsync(HttpMethod.Get, "me");

        Assert.Equal((HttpStatusCode.Unauthorized, "InvalidAuthenticationToken"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_token_of_Google_is_none_here()
    {
        await using var graph = await GraphClient.StartAsync();
        var (token, _) = graph.Host.ProviderTokens.Issue(graph.Host.World.Find("ada-google")!, ["User.Read"]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "me");
        request.Headers.Authorization = new("Bearer", token);

        var answer = await graph.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Theory]
    [InlineData("GET", "me", "Mail.Read")]
    [InlineData("GET", "me/messages", "Calendars.ReadWrite User.Read Mail.Send")]
    [InlineData("GET", "me/calendarView?startDateTime=2026-11-23&endDateTime=2026-11-24", "Mail.ReadWrite")]
    [InlineData("POST", "me/events", "Calendars.Read")]
    [InlineData("POST", "me/messages", "Mail.Read Mail.Send")]
    [InlineData("POST", "me/sendMail", "Mail.ReadWrite")]
    [InlineData("POST", "me/messages/AAMkAG/send", "Mail.ReadWrite")]
    [InlineData("DELETE", "me/messages/AAMkAG", "Mail.Read")]
    public async Task A_missing_permission_is_denied(string verb, string path, string scopes)
    {
        await using var graph = await GraphClient.StartAsync(scopes.Split(' '));

        var answer = await graph.SendAsync(new HttpMethod(verb), path, verb == "POST" ? "{}" : null);

        Assert.Equal((HttpStatusCode.Forbidden, "ErrorAccessDenied"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("me/messages", "https://graph.microsoft.com/Mail.Read")]
    [InlineData("me/messages", "mail.readwrite")]
    [InlineData("me/calendars", "Calendars.Read")]
    public async Task A_permission_counts_in_each_of_its_forms(string path, string scope)
    {
        await using var graph = await GraphClient.StartAsync(scope);

        var answer = await graph.SendAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task The_user_is_who_the_token_is_for()
    {
        await using var graph = await GraphClient.StartAsync();

        var user = await graph.GetAsync("me?$select=id,mail,userPrincipalName");

        Assert.Equal("ada@acme.example", (string?)user["mail"]);
        Assert.Equal(graph.Account.ProviderUserId, (string?)user["id"]);
        Assert.False(user.ContainsKey("displayName"));
    }

    [Theory]
    [InlineData("me/mesages", "mesages")]
    [InlineData("you", "you")]
    [InlineData("me/messages/AAMkAG/attachmentz", "attachmentz")]
    public async Task An_unknown_segment_is_named(string path, string segment)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.SendAsync(HttpMethod.Get, path);

        Assert.Equal((HttpStatusCode.BadRequest, "BadRequest"), (answer.Status, answer.Code));
        Assert.Equal($"Resource not found for the segment '{segment}'.", answer.Message);
    }

    [Fact]
    public async Task Segments_are_read_in_any_case()
    {
        await using var graph = await GraphClient.StartAsync();

        var folder = await graph.GetAsync("ME/mailfolders/INBOX");

        Assert.Equal("Inbox", (string?)folder["displayName"]);
    }

    [Fact]
    public async Task An_answer_carries_the_request_id_and_the_clients_own()
    {
        await using var graph = await GraphClient.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "me/mesages");
        request.Headers.Add("client-request-id", "mine");

        var answer = await graph.SendAsync(request);

        Assert.Equal(answer.Headers.GetValues("request-id").Single(), (string?)answer.Json!["error"]!["innerError"]!["request-id"]);
        Assert.Equal("mine", answer.Headers.GetValues("client-request-id").Single());
    }

    [Theory]
    [InlineData("abc", HttpStatusCode.BadRequest, "ErrorInvalidIdMalformed")]
    [InlineData("..%2Fdrafts", HttpStatusCode.BadRequest, "ErrorInvalidIdMalformed")]
    [InlineData("UNKNOWN", HttpStatusCode.NotFound, "ErrorItemNotFound")]
    public async Task A_malformed_id_is_told_from_an_unknown_one(string id, HttpStatusCode status, string code)
    {
        await using var graph = await GraphClient.StartAsync();
        if (id == "UNKNOWN") id = graph.Host.World.Ids.GraphMutable();

        foreach (var path in new[] { $"me/messages/{id}", $"me/events/{id}", $"me/calendars/{id}" })
        {
            var answer = await graph.SendAsync(HttpMethod.Get, path);

            Assert.Equal((status, code), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task Nobody_reads_anothers_message()
    {
        await using var graph = await GraphClient.StartAsync();
        var bens = graph.Host.World.Find("ben-microsoft")!.Messages.First(m => m.Folder == MailFolder.Inbox);

        var answer = await graph.SendAsync(HttpMethod.Get, $"me/messages/{bens.Id}");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
    }
}
