using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Storage;
using TokenVaultAgent.Tools.Tests.Vault;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Tests.Storage;

/// <summary>One of several processes that share a database, and Redis where it is given: the vault and the storage as the server registers them.</summary>
internal sealed class Replica : HttpMessageHandler, IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Replica(IReadOnlyDictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Auth0:Issuer", "https://tenant.example/"),
            new("Auth0:Audience", "https://agent.example/mcp"),
            new("Auth0:ClientId", "api-client"),
            new("Auth0:ClientSecret", "s3cret-of-client"),
            new("Vault:Connections:0:Name", "google-oauth2"),
            new("Vault:Connections:0:Provider", "Google"),
        ]).AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection().AddLogging().AddVault(configuration).AddStorage(configuration);
        services.AddOptions<DecisionOptions>();
        services.AddSingleton<DecisionLinks>();
        services.AddSingleton<AccountIndex>();
        services.AddHttpClient(nameof(TokenExchangeClient)).ConfigurePrimaryHttpMessageHandler(() => this);
        _services = services.BuildServiceProvider();
    }

    public int Exchanges { get; private set; }

    public IGenerations Generations => _services.GetRequiredService<IGenerations>();

    public DecisionLinks Links => _services.GetRequiredService<DecisionLinks>();

    public AccountIndex Accounts => _services.GetRequiredService<AccountIndex>();

    public T Service<T>() where T : notnull => _services.GetRequiredService<T>();

    public static async Task<Replica> StartAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var replica = new Replica(settings);
        await replica._services.GetServices<IHostedService>().OfType<MigrationStep>().Single().StartingAsync(cancellationToken);
        return replica;
    }

    public async Task<ProviderToken> GetAsync(string? loginHint = null) => await _services.GetRequiredService<TokenVault>().GetAsync(
        FakeAuth0.Caller(), "google-oauth2", loginHint, [], TestContext.Current.CancellationToken);

    public Task ForgetAsync() => Generations.BumpAsync("https://tenant.example/", "auth0|ada", "google-oauth2", TestContext.Current.CancellationToken);

    public IDataProtector Protector(string purpose) => _services.GetRequiredService<IDataProtectionProvider>().CreateProtector(purpose);

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await _services.DisposeAsync();
        Dispose();
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(FakeAuth0.Granted($"provider-token-{(++Exchanges).ToString(CultureInfo.InvariantCulture)}-of-{GetHashCode()}"));
}
