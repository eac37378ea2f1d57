using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using TokenVaultAgent.Sandbox.People;
using TokenVaultAgent.Sandbox.Tests.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.MyAccount;

/// <summary>A user of the web application who connects accounts: the browser with its session, and the token for My Account.</summary>
internal sealed class MyAccountClient : IDisposable
{
    public const string Google = "google-oauth2";
    public const string CalendarScope = "https://www.googleapis.com/auth/calendar.readonly";
    public const string MailScope = "https://www.googleapis.com/auth/gmail.readonly";
    public const string State = "state-of-this-connect";
    public const string Verifier = "a-connect-verifier-of-at-least-forty-three-characters";

    private MyAccountClient(TenantSandbox sandbox, Person person, string refreshToken, string token) =>
        (Sandbox, Person, RefreshToken, Token) = (sandbox, person, refreshToken, token);

    public TenantSandbox Sandbox { get; }

    public Person Person { get; }

    public string RefreshToken { get; }

    public string Token { get; set; }

    public static async Task<MyAccountClient> LogInAsync(TenantSandbox sandbox, string email = TenantSandbox.Dev, string? providerAccount = "dev-google")
    {
        var person = sandbox.PersonFor(email);
        person.ProviderAccount = providerAccount is null ? null : sandbox.Host.World.Find(providerAccount);
        var code = (await sandbox.AuthorizeAsync(
            person, ("client_id", "agent-server-web"), ("redirect_uri", TenantSandbox.WebCallback.ToString()), ("audience", null),
            ("scope", "openid offline_access")))["code"];
        var tokens = await sandbox.RedeemAsync(
            code, ("client_id", "agent-server-web"), ("client_secret", sandbox.Tenant.AgentServerWebClient.ClientSecret),
            ("redirect_uri", TenantSandbox.WebCallback.ToString()));
        var token = await RefreshAsync(sandbox, tokens.RefreshToken);
        return new MyAccountClient(sandbox, person, tokens.RefreshToken, token.AccessToken);
    }

    /// <summary>A token for My Account by the refresh token of a login that was for something else (MRRT).</summary>
    public static Task<TenantAnswer> RefreshAsync(TenantSandbox sandbox, string refreshToken, params (string Name, string? Value)[] changes) =>
        sandbox.RefreshAsync(refreshToken,
        [
            ("client_id", "agent-server-web"), ("client_secret", sandbox.Tenant.AgentServerWebClient.ClientSecret),
            ("audience", sandbox.Issuer + "me/"), .. changes,
        ]);

    public Task<TenantAnswer> SendAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        var request = new HttpRequestMessage(method, "me/v1/connected-accounts/" + path)
        {
            Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return Sandbox.SendAsync(request);
    }

    /// <summary>A good request, with members changed; null takes one out.</summary>
    public Task<TenantAnswer> ConnectAsync(params (string Name, JsonNode? Value)[] changes)
    {
        var body = new JsonObject
        {
            ["connection"] = Google,
            ["redirect_uri"] = TenantSandbox.WebCallback.ToString(),
            ["state"] = State,
            ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
            ["scopes"] = new JsonArray("openid", "profile", "email", CalendarScope),
        };
        foreach (var (name, value) in changes)
            if (value is null)
                body.Remove(name);
            else
                body[name] = value;
        return SendAsync(HttpMethod.Post, "connect", body);
    }

    /// <summary>The browser's part: from the ticket to what comes back to the application.</summary>
    public Task<Uri> BrowseAsync(TenantAnswer begun) => Person.AuthorizeAsync(Ticket(begun), TenantSandbox.WebCallback, TestContext.Current.CancellationToken);

    public Task<TenantAnswer> CompleteAsync(TenantAnswer begun, string? code, params (string Name, JsonNode? Value)[] changes)
    {
        var body = new JsonObject
        {
            ["auth_session"] = begun["auth_session"],
            ["connect_code"] = code,
            ["redirect_uri"] = TenantSandbox.WebCallback.ToString(),
            ["code_verifier"] = Verifier,
        };
        foreach (var (name, value) in changes)
            body[name] = value;
        return SendAsync(HttpMethod.Post, "complete", body);
    }

    /// <summary>All of it.</summary>
    public async Task<TenantAnswer> ConnectWhollyAsync(params (string Name, JsonNode? Value)[] changes)
    {
        var begun = await ConnectAsync(changes);
        return await CompleteAsync(begun, TenantAnswer.Query(await BrowseAsync(begun))["connect_code"]);
    }

    public static Uri Ticket(TenantAnswer begun) => new($"{begun["connect_uri"]}?ticket={begun.Json!["connect_params"]!["ticket"]}");

    public void Dispose() => Person.Dispose();
}
