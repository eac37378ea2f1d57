using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary>A sandbox of its own at a fixed time with the agent server's API registered, and calls to its Auth0 tenant.</summary>
internal sealed class TenantSandbox : IAsyncDisposable
{
    public const string Ada = "ada@acme.example";
    public const string Cho = "cho@acme.example";
    public const string Dev = "dev.rao@gmail.example";
    public const string Api = "http://127.0.0.1:5/mcp";
    public const string Verifier = "a-code-verifier-of-at-least-forty-three-characters";
    public const string State = "state-of-this-request";
    public static readonly Uri Callback = new("http://127.0.0.1:8976/callback");
    public static readonly Uri WebCallback = new("http://127.0.0.1:8976/web-callback");

    private TenantSandbox(SandboxHost host, FakeTimeProvider clock)
    {
        Host = host;
        Clock = clock;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Auth0Url };
        host.Tenant.SetAgentServer(new Uri(Api));
    }

    public SandboxHost Host { get; }

    public FakeTimeProvider Clock { get; }

    public Tenant Tenant => Host.Tenant;

    /// <summary>The tenant's issuer, with its trailing slash.</summary>
    public string Issuer => Host.Auth0Url.ToString();

    /// <summary>One browser: keeps cookies, follows no redirect.</summary>
    public HttpClient Http { get; }

    public static async Task<TenantSandbox> StartAsync()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero));
        var host = await SandboxHost.StartAsync(new SandboxOptions { Clock = clock }, TestContext.Current.CancellationToken);
        return new TenantSandbox(host, clock);
    }

    public Person PersonFor(string email = Ada, bool grantsConsent = true)
    {
        var user = Tenant.FindUser(email)!;
        return new Person(user.Email, user.Password, user.TotpSecret, Clock) { GrantsConsent = grantsConsent };
    }

    /// <summary>A good request of the chat client, with the parameters given changed; null takes one out.</summary>
    public Uri AuthorizeUrl(params (string Name, string? Value)[] changes)
    {
        var query = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = "sandbox-chat",
            ["redirect_uri"] = Callback.ToString(),
            ["audience"] = Api,
            ["scope"] = "openid offline_access calendar:read",
            ["state"] = State,
            ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
            query[name] = value;
        return new Uri(QueryHelpers.AddQueryString(Issuer + "authorize", query.Where(p => p.Value is not null)));
    }

    /// <summary>Lets a person walk the pages, and reads what the client gets by redirect.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AuthorizeAsync(Person person, params (string Name, string? Value)[] changes)
    {
        var redirectUri = new Uri(changes.FirstOrDefault(c => c.Name == "redirect_uri").Value ?? Callback.ToString());
        var answer = await person.AuthorizeAsync(AuthorizeUrl(changes), redirectUri, TestContext.Current.CancellationToken);
        return TenantAnswer.Query(answer);
    }

    /// <summary>A code that waits to be redeemed.</summary>
    public async Task<string> CodeAsync(string email = Ada, params (string Name, string? Value)[] changes)
    {
        using var person = PersonFor(email);
        return (await AuthorizeAsync(person, changes))["code"];
    }

    /// <summary>The chat client's tokens, after login and consent.</summary>
    public async Task<TenantAnswer> LogInAsync(string email = Ada, params (string Name, string? Value)[] changes)
    {
        var answer = await RedeemAsync(await CodeAsync(email, changes));
        Assert.Equal(200, answer.Status);
        return answer;
    }

    /// <summary>The tokens of the confidential web client, whose refresh token does not rotate.</summary>
    public async Task<TenantAnswer> LogInAtWebAsync(string email = Ada, string clientId = "agent-server-web", Uri? callback = null)
    {
        var redirectUri = (callback ?? WebCallback).ToString();
        var code = await CodeAsync(email, ("client_id", clientId), ("redirect_uri", redirectUri));
        var answer = await RedeemAsync(
            code, ("client_id", clientId), ("client_secret", Tenant.FindClient(clientId)!.ClientSecret), ("redirect_uri", redirectUri));
        Assert.Equal(200, answer.Status);
        return answer;
    }

    /// <summary>Redeems a code as the chat client would, with the parameters given changed.</summary>
    public Task<TenantAnswer> RedeemAsync(string code, params (string Name, string? Value)[] changes) => TokenAsync(
        [
            ("grant_type", "authorization_code"), ("client_id", "sandbox-chat"), ("code", code),
            ("redirect_uri", Callback.ToString()), ("code_verifier", Verifier), .. changes,
        ]);

    public Task<TenantAnswer> RefreshAsync(string refreshToken, params (string Name, string? Value)[] changes) =>
        TokenAsync([("grant_type", "refresh_token"), ("client_id", "sandbox-chat"), ("refresh_token", refreshToken), .. changes]);

    /// <summary>Posts a form to the token endpoint. A later value of the same name wins; null takes the parameter out.</summary>
    public Task<TenantAnswer> TokenAsync(params (string Name, string? Value)[] parameters) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, "oauth/token") { Content = new FormUrlEncodedContent(Form(parameters)) });

    public static Dictionary<string, string> Form(IEnumerable<(string Name, string? Value)> parameters)
    {
        var form = new Dictionary<string, string?>();
        foreach (var (name, value) in parameters)
            form[name] = value;
        return form.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!);
    }

    public Task<TenantAnswer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<TenantAnswer> GetAsync(Uri url) => SendAsync(new HttpRequestMessage(HttpMethod.Get, url));

    public async Task<TenantAnswer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var isJson = response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json";
            return new TenantAnswer((int)response.StatusCode, isJson ? (JsonObject)JsonNode.Parse(text)! : null, text)
            {
                Location = response.Headers.Location,
                Headers = response.Headers.Concat(response.Content.Headers).ToDictionary(
                    header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
    }
}
