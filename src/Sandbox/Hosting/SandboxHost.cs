using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TokenVaultAgent.Sandbox.Activity;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Consent;
using TokenVaultAgent.Sandbox.Control;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.Google;
using TokenVaultAgent.Sandbox.Graph;
using TokenVaultAgent.Sandbox.Web;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Hosting;

/// <summary>A running sandbox: an Auth0 tenant, Google, Microsoft Graph and the control endpoint, each on a loopback port of its own.</summary>
public sealed class SandboxHost : ISandboxAddresses, IAsyncDisposable
{
    private readonly AdjustableClock _clock;
    private readonly WebApplication _auth0;
    private readonly WebApplication _google;
    private readonly WebApplication _graph;
    private readonly WebApplication _control;

    private SandboxHost(SandboxOptions options)
    {
        _clock = new AdjustableClock(options.Clock);
        Authority = options.Authority;
        Tenant = new Tenant(options.Tenant, options.EmptyTenant, options.World.Has);
        World = new SandboxWorld(Clock);
        ProviderTokens = new ProviderTokens(Clock);
        ProviderConsents = new ProviderConsents(Clock);
        options.World.Fill(World);
        Tenant.Exchanges.Added += entry => Activity.Add(
            number => new VaultEntry(number, entry.At, entry.ClientId, entry.Subject, entry.Connection, entry.LoginHint, entry.Outcome));

        _auth0 = Service(options.Auth0Port, services => services.AddAuth0());
        _auth0.RecordRequests(Activity, Clock, "auth0");
        _auth0.UseFaults("auth0");
        _auth0.MapAuth0();
        _google = Service(options.GooglePort, services =>
        {
            services.AddGoogle();
            services.AddProviderConsent(ProviderConsent.Google);
        });
        _google.RecordRequests(Activity, Clock, "google");
        _google.UseFaults("google");
        _google.MapProviderConsent(ProviderConsent.Google);
        _google.MapGoogle();
        _graph = Service(options.GraphPort, services =>
        {
            services.AddGraph();
            services.AddProviderConsent(ProviderConsent.Microsoft);
        });
        _graph.RecordRequests(Activity, Clock, "graph");
        _graph.UseFaults("graph");
        _graph.MapProviderConsent(ProviderConsent.Microsoft);
        _graph.MapGraph();
        _control = Service(options.ControlPort, services =>
        {
            services.AddSingleton(AgentServer);
            services.AddSingleton(_clock);
            services.AddSingleton(options.World);
        });
        _control.UseWhen(context => !HttpMethods.IsGet(context.Request.Method), app => app.RecordRequests(Activity, Clock, "control"));
        _control.MapControl();
    }

    /// <summary>Of the tenant, of both providers and of the agent server.</summary>
    public TimeProvider Clock => _clock;

    internal RunningAgentServer AgentServer { get; } = new();

    internal ActivityLog Activity { get; } = new();

    /// <summary>The authority behind all of its certificates; null where it is served over plain HTTP.</summary>
    public LocalAuthority? Authority { get; }

    public SandboxWorld World { get; }

    public ProviderTokens ProviderTokens { get; }

    /// <summary>The providers' consent pages and what was granted there.</summary>
    internal ProviderConsents ProviderConsents { get; }

    public Tenant Tenant { get; }

    /// <summary>The tenant's, to rotate them, or to sign what no tenant would.</summary>
    public SigningKeys SigningKeys { get; } = new();

    public Faults Faults { get; } = new();

    public Uri Auth0Url => Address(_auth0);

    public Uri GoogleUrl => Address(_google);

    public Uri GraphUrl => new(Address(_graph), "v1.0");

    public Uri ControlUrl => Address(_control);

    public static async Task<SandboxHost> StartAsync(SandboxOptions options, CancellationToken cancellationToken = default)
    {
        var host = new SandboxHost(options);
        foreach (var service in host.Services)
            await service.StartAsync(cancellationToken);
        host.Tenant.SetIssuer(host.Auth0Url);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Services)
        {
            await service.StopAsync();
            await service.DisposeAsync();
        }
    }

    /// <summary>What each service answers: its name, the method, and the path with its parameters in braces.</summary>
    internal IEnumerable<(string Service, string Method, string Path)> Routes =>
        from service in new (string Name, WebApplication App)[] { ("Auth0", _auth0), ("Google", _google), ("Microsoft Graph", _graph), ("Control", _control) }
        from endpoint in service.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods
        where methods is { Count: > 0 }
        from method in methods
        select (service.Name, method, endpoint.RoutePattern.RawText!);

    private IEnumerable<WebApplication> Services => [_auth0, _google, _graph, _control];

    private WebApplication Service(int port, Action<IServiceCollection> configure)
    {
        var builder = LoopbackService.Builder(port, listen =>
        {
            if (Authority is not null)
                listen.UseHttps(Authority.Issue());
        });
        builder.Services.AddSingleton(this);
        builder.Services.AddSingleton<ISandboxAddresses>(this);
        builder.Services.AddSingleton(Clock);
        builder.Services.AddSingleton(Activity);
        builder.Services.AddSingleton(World);
        builder.Services.AddSingleton(ProviderTokens);
        builder.Services.AddSingleton(ProviderConsents);
        builder.Services.AddSingleton(Tenant);
        builder.Services.AddSingleton(SigningKeys);
        builder.Services.AddSingleton(Faults);
        configure(builder.Services);
        return builder.Build();
    }

    private static Uri Address(WebApplication app) => new(
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");
}
