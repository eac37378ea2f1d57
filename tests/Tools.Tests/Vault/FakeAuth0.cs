using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Tests.Vault;

/// <summary>A token endpoint at the wire that answers as a test says, and the vault as the server registers it.</summary>
internal sealed class FakeAuth0 : HttpMessageHandler, IDisposable
{
    private readonly Func<Dictionary<string, string>, CancellationToken, Task<HttpResponseMessage>> _answer;
    private readonly ServiceProvider _services;

    public FakeAuth0(
        Func<Dictionary<string, string>, CancellationToken, Task<HttpResponseMessage>> answer, TimeProvider? clock = null,
        params (string Key, string? Value)[] settings)
    {
        _answer = answer;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Auth0:Issuer", "https://tenant.example/"),
            new("Auth0:Audience", "https://agent.example/mcp"),
            new("Auth0:ClientId", "api-client"),
            new("Auth0:ClientSecret", "s3cret-of-client"),
            new("Auth0:WebClient:ClientId", "web-client"),
            new("Auth0:WebClient:ClientSecret", "s3cret-of-web"),
            new("Vault:Connections:0:Name", "google-oauth2"),
            new("Vault:Connections:0:Provider", "Google"),
        ]).AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(Log)).SetMinimumLevel(LogLevel.Trace));
        if (clock is not null)
            services.AddSingleton(clock);
        services.AddVault(configuration);
        services.AddSingleton<IGenerations>(Generations);
        services.AddHttpClient(nameof(TokenExchangeClient)).ConfigurePrimaryHttpMessageHandler(() => this);
        _services = services.BuildServiceProvider();
    }

    /// <summary>The same answer to every exchange.</summary>
    public FakeAuth0(int status, string body, params (string Name, string Value)[] headers)
        : this((_, _) => Task.FromResult(Response(status, body, headers)))
    {
    }

    public FakeLogCollector Log { get; } = new();

    public ConcurrentQueue<Dictionary<string, string>> Exchanges { get; } = [];

    public TokenVault Vault => _services.GetRequiredService<TokenVault>();

    public CountedGenerations Generations { get; } = new();

    public static HttpResponseMessage Granted(string token = "provider-token", int expiresIn = 3600, string? scope = "calendar.read") => Response(200,
        $$"""{"access_token":"{{token}}","token_type":"Bearer","expires_in":{{expiresIn}}{{(scope is null ? "" : $",\"scope\":\"{scope}\"")}}}""");

    public static HttpResponseMessage Response(int status, string body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    public static Caller Caller(string subject = "auth0|ada", string token = "subject-token", DateTimeOffset? expires = null, string? organization = null) => new()
    {
        Issuer = "https://tenant.example/",
        Subject = subject,
        SubjectToken = new SubjectToken(token, SubjectTokenType.AccessToken),
        SubjectTokenExpiresAt = expires ?? DateTimeOffset.MaxValue,
        Scopes = new HashSet<string>(),
        Organization = organization,
    };

    public Task<ProviderToken> GetAsync(Caller? caller = null, string? loginHint = null, string connection = "google-oauth2", params string[] scopes) =>
        Vault.GetAsync(caller ?? Caller(), connection, loginHint, scopes, TestContext.Current.CancellationToken).AsTask();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(cancellationToken)).ToDictionary(p => p.Key, p => p.Value.ToString());
        form[":url"] = request.RequestUri!.ToString();
        Exchanges.Enqueue(form);
        return await _answer(form, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _services.Dispose();
    }
}
