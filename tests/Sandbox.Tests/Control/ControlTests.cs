using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using OtpNet;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Tests.Google;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Control;

public sealed class ControlTests
{
    private const string List = "calendar/v3/users/me/calendarList";

    [Fact]
    public async Task The_state_shows_accounts_calendars_and_messages()
    {
        await using var google = await GoogleClient.StartAsync();

        var (_, state) = await CallAsync(google, HttpMethod.Get, "state?account=ada-google");

        var account = Assert.Single(state!["accounts"]!.AsArray())!;
        Assert.Equal("ada.moreau@gmail.example", (string?)account["address"]);
        Assert.Equal(3, account["calendars"]!.AsArray().Count);
        Assert.Equal(google.Account.Messages.Count, account["messages"]!.AsArray().Count);
    }

    [Fact]
    public async Task Messages_are_shown_with_their_text()
    {
        await using var google = await GoogleClient.StartAsync();

        var (_, state) = await CallAsync(google, HttpMethod.Get, "state/messages/dev-google");

        Assert.Contains(state!["messages"]!.AsArray(), m => ((string?)m!["text"])?.Contains("Is February too hot?", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_reset_puts_the_world_back_and_keeps_tokens_good()
    {
        await using var google = await GoogleClient.StartAsync();
        var before = google.Account.Messages.Select(m => m.Id).ToList();
        await google.PostAsync("gmail/v1/users/me/messages/send", new JsonObject { ["raw"] = GoogleClient.Raw("ben@acme.example") });
        google.Host.World.MailLag = new MailLag { SentItems = Duration.FromMinutes(1) };

        var (status, answer) = await CallAsync(google, HttpMethod.Post, "reset");

        Assert.Equal((HttpStatusCode.OK, """{"reset":["faults","tenant","world","activity"]}"""), (status, answer!.ToJsonString()));
        Assert.Equal(before, google.Host.World.Find("ada-google")!.Messages.Select(m => m.Id));
        Assert.Equal(MailLag.None, google.Host.World.MailLag);
        Assert.Equal(HttpStatusCode.OK, (await google.SendAsync(HttpMethod.Get, List)).Status);
    }

    [Fact]
    public async Task A_setting_of_the_tenant_is_changed_and_the_others_stay()
    {
        await using var google = await GoogleClient.StartAsync();

        var (status, _) = await CallAsync(google, HttpMethod.Patch, "tenant/settings", """{"mfa_policy":"Always"}""");
        var (unknown, _) = await CallAsync(google, HttpMethod.Patch, "tenant/settings", """{"mood":"good"}""");
        var (wrong, _) = await CallAsync(google, HttpMethod.Patch, "tenant/settings", """{"mfa_policy":"Sometimes"}""");
        var (_, settings) = await CallAsync(google, HttpMethod.Get, "tenant/settings");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (status, unknown, wrong));
        Assert.Equal("Always", (string?)settings!["mfa_policy"]);
        Assert.Equal("compatibility", (string?)settings["resource_parameter_profile"]);
        Assert.True((bool)settings["client_id_metadata_document_supported"]!);
    }

    [Fact]
    public async Task A_reset_puts_the_tenant_back_too()
    {
        await using var google = await GoogleClient.StartAsync();
        await CallAsync(google, HttpMethod.Patch, "tenant/settings", """{"login_hint":"Subject"}""");

        await CallAsync(google, HttpMethod.Post, "reset");

        Assert.Equal(LoginHintForm.Either, google.Host.Tenant.Settings.LoginHint);
    }

    [Fact]
    public async Task A_fault_is_added_listed_and_cleared()
    {
        await using var google = await GoogleClient.StartAsync();

        var (added, _) = await CallAsync(
            google, HttpMethod.Post, "faults", """{"service":"google","kind":"status","status":403,"code":"userRateLimitExceeded","times":1}""");
        var struck = await google.SendAsync(HttpMethod.Get, List);
        var (_, listed) = await CallAsync(google, HttpMethod.Get, "faults");
        await CallAsync(google, HttpMethod.Delete, "faults");

        Assert.Equal(HttpStatusCode.NoContent, added);
        Assert.Equal("userRateLimitExceeded", struck.Reason);
        Assert.Equal(1, (int?)listed![0]!["struck"]);
        Assert.Equal("status", (string?)listed[0]!["rule"]!["kind"]);
        Assert.Empty(google.Host.Faults.List());
    }

    [Theory]
    [InlineData("""{"account":"ada-google","refresh_tokens":true}""", false, false)]
    [InlineData("""{"account":"ada-google","access_tokens":false,"refresh_tokens":true}""", true, false)]
    [InlineData("""{"account":"ada-google"}""", false, true)]
    public async Task Access_and_refresh_tokens_are_revoked_each_by_itself(string body, bool keepsAccess, bool keepsRefresh)
    {
        await using var google = await GoogleClient.StartAsync();

        await CallAsync(google, HttpMethod.Post, "revoke", body);

        Assert.Equal(keepsAccess ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, (await google.SendAsync(HttpMethod.Get, List)).Status);
        var tenant = google.Host.Tenant;
        var account = tenant.ConnectedAccountsOf(tenant.FindUser("ada@acme.example")!.Sub).Single(a => a.WorldKey == "ada-google");
        Assert.Equal(keepsRefresh, account.RefreshTokenIsValid);
    }

    [Fact]
    public async Task A_revoked_account_has_no_good_token_left()
    {
        await using var google = await GoogleClient.StartAsync();

        await CallAsync(google, HttpMethod.Post, "revoke", """{"account":"ada-google"}""");

        Assert.Equal(HttpStatusCode.Unauthorized, (await google.SendAsync(HttpMethod.Get, List)).Status);
    }

    [Fact]
    public async Task Mail_can_be_made_to_lag()
    {
        await using var google = await GoogleClient.StartAsync();

        await CallAsync(google, HttpMethod.Post, "mail-lag", """{"send_seconds":40,"sent_items_seconds":2.5}""");

        Assert.Equal(
            new MailLag { Send = Duration.FromSeconds(40), SentItems = Duration.FromSeconds(2.5) }, google.Host.World.MailLag);
    }

    [Theory]
    [InlineData("POST", "faults", "", "the body is no JSON")]
    [InlineData("POST", "faults", "[]", "a JSON object is needed")]
    [InlineData("POST", "faults", "null", "a JSON object is needed")]
    [InlineData("POST", "faults", "{}", "service and kind must be there; the members are service, kind, method, path, latency_ms")]
    [InlineData("POST", "faults", """{"service":"google","kind":"explode"}""", "kind must be one of latency, status, status_after, drop_before, drop_after, garbage")]
    [InlineData("POST", "faults", """{"service":"google","kind":"status","stauts":500}""", "stauts is not known; the members are service, kind,")]
    [InlineData("POST", "faults", """{"service":"google","kind":"status","status":"500"}""", "status must be a whole number")]
    [InlineData("POST", "faults", """{"service":"google","kind":"status","times":1.5}""", "times must be a whole number, or null")]
    [InlineData("POST", "faults", """{"service":"google","kind":"status","kind":"garbage"}""", "the body is no JSON")]
    [InlineData("POST", "faults", """{"service":"yahoo","kind":"garbage"}""", "service must be one of auth0, google, graph")]
    [InlineData("POST", "faults", """{"service":"google","kind":"garbage","path":"^("}""", "Invalid pattern")]
    [InlineData("POST", "faults", """{"service":"google","kind":"garbage","path":"^(?=x)"}""", "NonBacktracking")]
    [InlineData("POST", "mail-lag", """{"draft_seconds":-1}""", "each lag must be 0 to 86400 seconds")]
    [InlineData("POST", "clock", """{"advance":"soon"}""", "for example 00:11:00")]
    [InlineData("POST", "clock", """{"advance":"-00:11:00"}""", "for example 00:11:00")]
    [InlineData("POST", "clock", """{"advance":"367.00:00:00"}""", "for example 00:11:00")]
    [InlineData("POST", "clock", """{"advance":11}""", "advance must be a string")]
    [InlineData("PATCH", "tenant/settings", """{"mood":"good"}""", "mood is not known; the members are mfa_policy,")]
    [InlineData("PATCH", "tenant/settings", """{"mfa_policy":"Sometimes"}""", "mfa_policy must be one of Never, Adaptive, Always")]
    [InlineData("PATCH", "tenant/settings", """{"factors":null}""", "factors must be a list of strings")]
    [InlineData("PATCH", "tenant/settings", """{"my_account_requires_mfa":1}""", "my_account_requires_mfa must be true or false")]
    [InlineData("GET", "activity?kinds=log", null, "kinds is not known; the parameters are kind, service, after, follow")]
    [InlineData("GET", "activity?kind=logs", null, "kind must be one of request, exchange, log")]
    [InlineData("GET", "activity?service=gmail", null, "service must be one of agent, auth0, google, graph, control")]
    [InlineData("GET", "activity?after=x", null, "after must be the number of an entry")]
    public async Task A_request_that_cannot_be_understood_says_why_and_what_there_is(string method, string path, string? body, string says)
    {
        await using var google = await GoogleClient.StartAsync();
        var before = google.Host.Tenant.Settings;

        var (status, answer) = await CallAsync(google, new HttpMethod(method), path, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(says, (string)answer!["error"]!, StringComparison.Ordinal);
        Assert.Same(before, google.Host.Tenant.Settings);
        Assert.Empty(google.Host.Faults.List());
    }

    [Theory]
    [InlineData("GET", "state?account=nobody", null)]
    [InlineData("GET", "state/messages/nobody", null)]
    [InlineData("POST", "revoke", """{"account":"nobody"}""")]
    public async Task An_unknown_account_is_not_found(string method, string path, string? body)
    {
        await using var google = await GoogleClient.StartAsync();

        var (status, answer) = await CallAsync(google, new HttpMethod(method), path, body);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.StartsWith("there is no account nobody; there are ada-google, ", (string)answer!["error"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host", "rebound.example")]
    [InlineData("Origin", "https://page.example")]
    public async Task Who_comes_by_another_name_or_from_a_page_is_refused(string header, string value)
    {
        await using var google = await GoogleClient.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = google.Host.ControlUrl };
        using var request = new HttpRequestMessage(HttpMethod.Post, "reset");
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task The_clock_is_put_forward_for_all()
    {
        await using var google = await GoogleClient.StartAsync();

        var (_, answer) = await CallAsync(google, HttpMethod.Post, "clock", """{"advance":"02:00:00"}""");

        Assert.Equal(("2026-11-23T20:00:00+00:00", "02:00:00"), ((string?)answer!["now"], (string?)answer["ahead"]));
        Assert.Equal(HttpStatusCode.Unauthorized, (await google.SendAsync(HttpMethod.Get, List)).Status);
    }

    [Fact]
    public async Task People_are_shown_with_what_one_needs_to_play_them()
    {
        await using var google = await GoogleClient.StartAsync();
        var app = new Totp(Base32Encoding.ToBytes(google.Host.Tenant.FindUser("ada@acme.example")!.TotpSecret));

        var (_, people) = await CallAsync(google, HttpMethod.Get, "people");

        var ada = people!.AsArray().Single(p => (string?)p!["email"] == "ada@acme.example")!;
        Assert.Equal(app.ComputeTotp(google.Clock.GetUtcNow().UtcDateTime), (string?)ada["one_time_code"]);
        Assert.Equal("Ada-sandbox-1!", (string?)ada["password"]);
        Assert.Equal(["ada-google", "ada-microsoft"], ada["connected_accounts"]!.AsArray().Select(a => (string)a!["account"]!));
    }

    private static async Task<(HttpStatusCode Status, JsonNode? Body)> CallAsync(
        GoogleClient google, HttpMethod method, string path, string? body = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = google.Host.ControlUrl };
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}
