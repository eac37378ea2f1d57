using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Tools.Calendar;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.UserZones;

namespace TokenVaultAgent.Tools.Tests.Providers;

/// <summary>The provider clients as the server registers them, connected to a sandbox whose world starts on Monday 23 November 2026.</summary>
internal sealed class ProviderSandbox : IAsyncDisposable
{
    private readonly ServiceProvider _clients;

    private ProviderSandbox(SandboxHost host)
    {
        Host = host;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Providers:GoogleCalendarUrl"] = host.GoogleUrl.AbsoluteUri,
            ["Providers:GmailUrl"] = host.GoogleUrl.AbsoluteUri,
            ["Providers:GoogleUserInfoUrl"] = new Uri(host.GoogleUrl, "v1/userinfo").AbsoluteUri,
            ["Providers:GraphUrl"] = host.GraphUrl.AbsoluteUri,
        }).Build();
        _clients = new ServiceCollection().AddProviders(configuration).AddUserZones().AddCalendar().BuildServiceProvider();
    }

    public SandboxHost Host { get; }

    public static async Task<ProviderSandbox> StartAsync() => new(await SandboxHost.StartAsync(
        new SandboxOptions { Clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero)) },
        TestContext.Current.CancellationToken));

    public IEnumerable<T> All<T>() => _clients.GetServices<T>();

    /// <param name="account">The seed's key, for example <c>ada-google</c>.</param>
    public ProviderToken Token(string account, params string[] scopes)
    {
        var (value, grant) = Host.ProviderTokens.Issue(Host.World.Find(account)!, scopes);
        return new ProviderToken(value, grant.Scopes, grant.ExpiresAt);
    }

    public async ValueTask DisposeAsync()
    {
        await _clients.DisposeAsync();
        await Host.DisposeAsync();
    }
}
