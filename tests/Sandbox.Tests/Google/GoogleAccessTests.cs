using System.Net;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Tests.Google;

public sealed class GoogleAccessTests
{
    private const string List = "calendar/v3/users/me/calendarList";

    [Fact]
    public async Task A_call_without_a_token_is_unauthenticated()
    {
        await using var google = await GoogleClient.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = google.Host.GoogleUrl };

        using var answer = await http.GetAsync(List, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.StartsWith("Bearer realm=", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_token_is_refused_in_Googles_words()
    {
        await using var google = await GoogleClient.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, List);
        request.Headers.Authorization = new("Bearer", "ya29.unknown");

        var answer = await google.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("authError", answer.Reason);
        Assert.Equal("UNAUTHENTICATED", (string?)answer.Json!["error"]!["status"]);
        Assert.Contains("invalid_token", answer.Challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_stops_at_its_end()
    {
        await using var google = await GoogleClient.StartAsync();

        google.Clock.Advance(TimeSpan.FromHours(1));
        var answer = await google.SendAsync(HttpMethod.Get, List);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Fact]
    public async Task A_token_of_Microsoft_is_none_here()
    {
        await using var google = await GoogleClient.StartAsync();
        var (token, _) = google.Host.ProviderTokens.Issue(google.Host.World.Find("ada-microsoft")!, [GoogleClient.Calendar]);
        using var request = new HttpRequestMessage(HttpMethod.Get, List);
        request.Headers.Authorization = new("Bearer", token);

        var answer = await google.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        await using var google = await GoogleClient.StartAsync(scopes: "https://www.googleapis.com/auth/gmail.readonly");

        var answer = await google.SendAsync(HttpMethod.Get, List);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("insufficientPermissions", answer.Reason);
        Assert.Equal("ACCESS_TOKEN_SCOPE_INSUFFICIENT", (string?)answer.Json!["error"]!["details"]![0]!["reason"]);
        Assert.Contains("insufficient_scope", answer.Challenge, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://www.googleapis.com/auth/calendar.readonly", "POST", "calendar/v3/calendars/primary/events")]
    [InlineData("https://www.googleapis.com/auth/calendar.events", "GET", "calendar/v3/users/me/calendarList")]
    [InlineData("https://www.googleapis.com/auth/gmail.compose", "GET", "gmail/v1/users/me/messages")]
    [InlineData("https://www.googleapis.com/auth/gmail.send", "POST", "gmail/v1/users/me/drafts")]
    [InlineData("https://www.googleapis.com/auth/gmail.readonly", "POST", "gmail/v1/users/me/messages/send")]
    [InlineData("openid", "GET", "gmail/v1/users/me/profile")]
    public async Task A_scope_opens_no_more_than_its_own_methods(string scope, string method, string path)
    {
        await using var google = await GoogleClient.StartAsync(scopes: scope);

        var answer = await google.SendAsync(new HttpMethod(method), path, method == "POST" ? [] : null);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("insufficientPermissions", answer.Reason);
    }

    [Fact]
    public async Task A_path_that_no_API_has_is_Googles_404_page()
    {
        await using var google = await GoogleClient.StartAsync();

        var answer = await google.SendAsync(HttpMethod.Get, "calendar/v4/nothing.here");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("Error 404 (Not Found)!!1", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("[1]")]
    [InlineData("{\"a\":1,\"a\":2}")]
    public async Task A_body_that_is_no_JSON_object_is_refused(string body)
    {
        await using var google = await GoogleClient.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "gmail/v1/users/me/drafts") { Content = new StringContent(body) };

        var answer = await google.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("parseError", answer.Reason);
    }

    [Fact]
    public async Task Answers_are_compressed_for_those_who_ask()
    {
        await using var google = await GoogleClient.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = google.Host.GoogleUrl };
        http.DefaultRequestHeaders.Authorization = new("Bearer", google.Token);
        http.DefaultRequestHeaders.AcceptEncoding.Add(new("gzip"));

        using var answer = await http.GetAsync(List, TestContext.Current.CancellationToken);

        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task An_ETag_that_still_holds_answers_not_modified()
    {
        await using var google = await GoogleClient.StartAsync();
        var etag = (string)(await google.GetAsync("calendar/v3/calendars/primary"))["etag"]!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "calendar/v3/calendars/primary");
        request.Headers.TryAddWithoutValidation("If-None-Match", etag);

        var answer = await google.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, answer.Status);
    }

    [Fact]
    public async Task Userinfo_tells_what_the_scopes_open()
    {
        await using var google = await GoogleClient.StartAsync("cho-studio", "openid", "email");

        var claims = await google.GetAsync("v1/userinfo");

        JsonObject expected = new()
        {
            ["sub"] = "100000000000000000004",
            ["email"] = "cho@studio.example",
            ["email_verified"] = true,
            ["hd"] = "studio.example",
        };
        Assert.True(JsonNode.DeepEquals(expected, claims));
    }
}
