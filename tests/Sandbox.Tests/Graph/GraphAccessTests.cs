using System.Net;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

public sealed class GraphAccessTests
{
    private const string UnknownMessage = "me/messages/AAMkAGUnknownUnknownUnknownUnknownUnknownUnknown";

    [Theory]
    [InlineData(null)]
    [InlineData("Basic YWRhOnNlY3JldA==")]
    [InlineData("Bearer")]
    public async Task A_call_without_a_token_is_unauthenticated(string? authorization)
    {
        await using var graph = await GraphClient.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler());
        if (authorization is not null) http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await http.GetAsync(graph.Host.GraphUrl + "/me", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.StartsWith("Bearer realm=\"\", authorization_uri=", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_token_is_refused_with_a_challenge()
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await GetMeAsync(graph, "EwBunknown");

        answer.Refuses(HttpStatusCode.Unauthorized, "InvalidAuthenticationToken");
        Assert.Single(answer.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task A_token_of_Google_is_none_here()
    {
        await using var graph = await GraphClient.StartAsync();
        var (token, _) = graph.Host.ProviderTokens.Issue(graph.Host.World.Find("ada-google")!, ["User.Read"]);

        var answer = await GetMeAsync(graph, token);

        answer.Refuses(HttpStatusCode.Unauthorized, "InvalidAuthenticationToken");
    }

    [Fact]
    public async Task A_token_stops_at_its_end()
    {
        await using var graph = await GraphClient.StartAsync();
        graph.Clock.Advance(TimeSpan.FromSeconds(3598));
        await graph.GetAsync("me");

        graph.Clock.Advance(TimeSpan.FromSeconds(1));
        var answer = await graph.GetRefusalAsync("me");

        answer.Refuses(HttpStatusCode.Unauthorized, "InvalidAuthenticationToken");
    }

    [Fact]
    public async Task A_revoked_token_is_refused()
    {
        await using var graph = await GraphClient.StartAsync();

        graph.Host.ProviderTokens.Revoke(graph.Account);
        var answer = await graph.GetRefusalAsync("me");

        answer.Refuses(HttpStatusCode.Unauthorized, "InvalidAuthenticationToken");
    }

    [Theory]
    [InlineData("Calendars.Read", "POST", "me/events")]
    [InlineData("Calendars.ReadWrite", "GET", "me/messages")]
    [InlineData("Mail.Read", "GET", "me/calendars")]
    [InlineData("Mail.Read", "GET", "me")]
    [InlineData("Mail.Read", "POST", "me/messages")]
    [InlineData("Mail.Read", "PATCH", UnknownMessage)]
    [InlineData("Mail.Read", "DELETE", UnknownMessage)]
    [InlineData("Mail.Read", "POST", UnknownMessage + "/move")]
    [InlineData("Mail.Read", "POST", UnknownMessage + "/attachments")]
    [InlineData("Mail.ReadWrite", "POST", UnknownMessage + "/send")]
    [InlineData("Mail.ReadWrite", "POST", "me/sendMail")]
    [InlineData("Mail.Send", "POST", "me/messages")]
    [InlineData("Mail.Send", "GET", "me/mailFolders")]
    [InlineData("openid profile offline_access", "GET", "me")]
    [InlineData("User.Read Calendars.ReadWrite Mail.ReadWrite", "GET", "me/mailboxSettings")]
    [InlineData("User.Read Calendars.ReadWrite Mail.ReadWrite", "GET", "me/mailboxSettings/timeZone")]
    public async Task A_permission_opens_no_more_than_its_own_methods(string permissions, string method, string path)
    {
        await using var graph = await GraphClient.StartAsync(scopes: permissions.Split(' '));

        var answer = await graph.SendAsync(new HttpMethod(method), path, method is "GET" or "DELETE" ? null : []);

        answer.Refuses(HttpStatusCode.Forbidden, "ErrorAccessDenied");
        Assert.Equal("Access is denied. Check credentials and try again.", answer.Message);
        Assert.Empty(answer.Headers.WwwAuthenticate);
    }

    [Theory]
    [InlineData("Mail.Read")]
    [InlineData("mail.read")]
    [InlineData("https://graph.microsoft.com/Mail.Read")]
    [InlineData("Mail.ReadWrite")]
    public async Task A_permission_may_be_named_in_short_or_in_full(string permission)
    {
        await using var graph = await GraphClient.StartAsync(scopes: permission);

        Assert.NotEmpty(await graph.ListAsync("me/messages"));
    }

    [Fact]
    public async Task An_error_carries_the_ids_of_its_request_in_body_and_headers()
    {
        await using var graph = await GraphClient.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, UnknownMessage);
        request.Headers.Add("client-request-id", "7f3a");

        var answer = await graph.SendAsync(request);

        var inner = answer.Json!["error"]!["innerError"]!;
        Assert.Equal(answer.Headers.GetValues("request-id").Single(), (string?)inner["request-id"]);
        Assert.Equal("7f3a", (string?)inner["client-request-id"]);
        Assert.Equal(["7f3a"], answer.Headers.GetValues("client-request-id"));
        Assert.Equal("2026-11-23T18:00:00", (string?)inner["date"]);
    }

    [Theory]
    [InlineData("me/nothing", "nothing")]
    [InlineData("me/messages/AAMk/nothing", "nothing")]
    [InlineData("nobody/messages", "nobody")]
    [InlineData("../beta/me", "beta")]
    [InlineData("me/messages/AAMk/attachments/AAMk/nothing", "nothing")]
    public async Task A_path_that_no_resource_has_names_its_wrong_segment(string path, string segment)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.GetRefusalAsync(path);

        answer.Refuses(HttpStatusCode.BadRequest, "BadRequest");
        Assert.Equal($"Resource not found for the segment '{segment}'.", answer.Message);
    }

    [Fact]
    public async Task A_path_that_no_resource_has_needs_a_token_first()
    {
        await using var graph = await GraphClient.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "me/nothing");
        request.Headers.Authorization = new("Bearer", "unknown");

        var answer = await graph.SendAsync(request);

        answer.Refuses(HttpStatusCode.Unauthorized, "InvalidAuthenticationToken");
    }

    [Theory]
    [InlineData("PUT", "me/messages")]
    [InlineData("DELETE", "me")]
    [InlineData("GET", "me/sendMail")]
    public async Task A_verb_that_a_resource_has_not_is_not_allowed(string method, string path)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.SendAsync(new HttpMethod(method), path);

        answer.Refuses(HttpStatusCode.MethodNotAllowed, "Request_BadRequest");
    }

    [Fact]
    public async Task Answers_are_compressed_for_those_who_ask()
    {
        await using var graph = await GraphClient.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler());
        http.DefaultRequestHeaders.Authorization = new("Bearer", graph.Token);
        http.DefaultRequestHeaders.AcceptEncoding.Add(new("gzip"));

        using var answer = await http.GetAsync(graph.Host.GraphUrl + "/me/messages", TestContext.Current.CancellationToken);

        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task The_user_has_the_default_properties_unless_some_are_selected()
    {
        await using var graph = await GraphClient.StartAsync();

        var whole = await graph.GetAsync("me");
        var part = await graph.GetAsync("me?$select=mail,userType");

        Assert.Equal("ada@acme.example", (string?)whole["userPrincipalName"]);
        Assert.Null(whole["userType"]);
        Assert.Equal(["@odata.context", "mail", "userType"], part.Select(p => p.Key));
    }

    private static async Task<GraphReply> GetMeAsync(GraphClient graph, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "me");
        request.Headers.Authorization = new("Bearer", token);
        return await graph.SendAsync(request);
    }
}
