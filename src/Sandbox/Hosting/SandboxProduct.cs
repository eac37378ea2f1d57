using System.Collections;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using TokenVaultAgent.AgentServer;
using TokenVaultAgent.Sandbox.Activity;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Hosting;

/// <summary>The whole product on loopback: a sandbox, and the agent server configured against it as against the real thing.</summary>
public sealed class SandboxProduct : IAsyncDisposable
{
    private const int MaxTries = 5;

    /// <summary>What SQLite adds to the name of the database for each of its files.</summary>
    private static readonly string[] DatabaseFiles = ["", "-wal", "-shm"];

    private readonly Dictionary<string, string?> _settings;
    private readonly Action<WebApplicationBuilder>? _configure;
    private readonly string? _temporaryStorage;
    private readonly string _storage;
    private readonly SemaphoreSlim _replacing = new(1);
    private WebApplication _agentServer = null!;

    private SandboxProduct(SandboxHost sandbox, Uri mcpUrl, SandboxProductOptions options, IReadOnlyDictionary<string, string?> setUp)
    {
        Sandbox = sandbox;
        McpUrl = mcpUrl;
        _configure = options.ConfigureAgentServer;
        _temporaryStorage = options.StoragePath is null ? Directory.CreateTempSubdirectory("token-vault-agent-").FullName : null;
        _settings = AgentServerSettings(sandbox, mcpUrl);
        Change(setUp);
        _storage = options.StoragePath ?? Path.Combine(_temporaryStorage!, "agent.db");
        _settings["Storage:ConnectionString"] = $"Data Source={_storage}";
        Change(options.AgentServerSettings);
        sandbox.AgentServer.McpUrl = mcpUrl;
        sandbox.AgentServer.EmptyAsync = EmptyAgentServerAsync;
        sandbox.AgentServer.QuestionsAsync = cancellationToken => AskedQuestions.ReadAsync(AgentServices, McpUrl, sandbox.Clock.GetUtcNow(), cancellationToken);
    }

    public SandboxHost Sandbox { get; }

    /// <summary>The MCP endpoint, which is the API's identifier at the tenant too.</summary>
    public Uri McpUrl { get; }

    /// <summary>The agent server's services, for tests that look inside.</summary>
    internal IServiceProvider AgentServices => _agentServer.Services;

    public static async Task<SandboxProduct> StartAsync(SandboxProductOptions options, CancellationToken cancellationToken = default)
    {
        var sandbox = await SandboxHost.StartAsync(options.Sandbox, cancellationToken);
        for (var tries = 1; ; tries++)
        {
            var mcpUrl = NewMcpUrl(options);
            sandbox.Tenant.SetAgentServer(mcpUrl);
            var setUp = options.SetUp is null ? new Dictionary<string, string?>() : await options.SetUp(sandbox, mcpUrl, cancellationToken);
            var product = new SandboxProduct(sandbox, mcpUrl, options, setUp);
            try
            {
                await product.StartAgentServerAsync(cancellationToken);
                return product;
            }
            catch (IOException exception) when (exception.InnerException is AddressInUseException && options.AgentServerPort == 0 && tries < MaxTries)
            {
                // Its address must be known before it starts, and another process may have taken the port in between.
                await product.DisposeOfAgentServerAsync();
            }
        }
    }

    /// <summary>Ends the agent server without letting it finish anything, and starts another at the same address with the same storage.</summary>
    /// <param name="changes">Settings that take the place of what was; null takes one away.</param>
    public Task RestartAgentServerAsync(IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken = default) =>
        ReplaceAgentServerAsync(() => Change(changes), cancellationToken);

    /// <summary>Ends the agent server, and starts one at the same address that knows nothing: no account, link, approval, send or session.</summary>
    private Task EmptyAgentServerAsync(CancellationToken cancellationToken) => ReplaceAgentServerAsync(
        () =>
        {
            // A pooled connection would keep the deleted file.
            SqliteConnection.ClearAllPools();
            foreach (var file in DatabaseFiles)
                File.Delete(_storage + file);
        },
        cancellationToken);

    /// <summary>One at a time; once it has begun, it ends with a server that runs.</summary>
    private async Task ReplaceAgentServerAsync(Action inBetween, CancellationToken cancellationToken)
    {
        await _replacing.WaitAsync(cancellationToken);
        try
        {
            await _agentServer.StopAsync(new CancellationToken(canceled: true));
            await _agentServer.DisposeAsync();
            inBetween();
            await StartAgentServerAsync(CancellationToken.None);
        }
        finally
        {
            _replacing.Release();
        }
    }

    private Task StartAgentServerAsync(CancellationToken cancellationToken)
    {
        _agentServer = AgentServerHost.Build([], builder =>
        {
            builder.Environment.EnvironmentName = Environments.Development;
            builder.Configuration.Sources.Clear();
            builder.Configuration.AddInMemoryCollection(_settings);
            // Where telemetry goes is the machine's business, as everywhere: OTEL_EXPORTER_OTLP_ENDPOINT and the like.
            builder.Configuration.AddInMemoryCollection(OpenTelemetrySettings());
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(Sandbox.Clock);
            builder.Watch(Sandbox.Activity, Sandbox.Clock);
            if (Sandbox.Authority is { } authority)
            {
                builder.Services.AddTrust(authority);
                builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = authority.Issue()));
            }

            _configure?.Invoke(builder);
            builder.WebHost.UseUrls(McpUrl.GetLeftPart(UriPartial.Authority));
        });
        return _agentServer.StartAsync(cancellationToken);
    }

    private static IEnumerable<KeyValuePair<string, string?>> OpenTelemetrySettings() =>
        from DictionaryEntry variable in Environment.GetEnvironmentVariables()
        let name = (string)variable.Key
        where name.StartsWith("OTEL_", StringComparison.Ordinal)
        select KeyValuePair.Create(name, (string?)variable.Value);

    private void Change(IReadOnlyDictionary<string, string?> changes)
    {
        foreach (var (key, value) in changes)
            if (value is null)
                _settings.Remove(key);
            else
                _settings[key] = value;
    }

    /// <summary>
    /// The settings that point an agent server at this sandbox: the keys of <c>appsettings.sample.json</c>. Without its applications where the
    /// tenant is empty.
    /// </summary>
    public static Dictionary<string, string?> AgentServerSettings(SandboxHost sandbox, Uri mcpUrl)
    {
        var settings = WithoutApplications(sandbox, mcpUrl);
        if (sandbox.Tenant.IsEmpty)
            return settings;
        settings["Auth0:ClientId"] = sandbox.Tenant.AgentServerClient.ClientId;
        settings["Auth0:ClientSecret"] = sandbox.Tenant.AgentServerClient.ClientSecret;
        settings["Auth0:WebClient:ClientId"] = sandbox.Tenant.AgentServerWebClient.ClientId;
        settings["Auth0:WebClient:ClientSecret"] = sandbox.Tenant.AgentServerWebClient.ClientSecret;
        return settings;
    }

    private static Dictionary<string, string?> WithoutApplications(SandboxHost sandbox, Uri mcpUrl) => new()
    {
        ["Mcp:PublicUrl"] = mcpUrl.ToString(),
        ["Auth0:Issuer"] = sandbox.Auth0Url.ToString(),
        ["Auth0:Audience"] = mcpUrl.ToString(),
        ["Vault:Connections:0:Name"] = "google-oauth2",
        ["Vault:Connections:0:Provider"] = "Google",
        ["Vault:Connections:1:Name"] = "windowslive",
        ["Vault:Connections:1:Provider"] = "Microsoft",
        ["Providers:GoogleCalendarUrl"] = sandbox.GoogleUrl.ToString(),
        ["Providers:GmailUrl"] = sandbox.GoogleUrl.ToString(),
        ["Providers:GoogleUserInfoUrl"] = new Uri(sandbox.GoogleUrl, "v1/userinfo").ToString(),
        ["Providers:GraphUrl"] = sandbox.GraphUrl.ToString(),
    };

    public async ValueTask DisposeAsync()
    {
        await _agentServer.StopAsync();
        await DisposeOfAgentServerAsync();
        await Sandbox.DisposeAsync();
        _replacing.Dispose();
    }

    private async Task DisposeOfAgentServerAsync()
    {
        await _agentServer.DisposeAsync();
        if (_temporaryStorage is not null)
            Directory.Delete(_temporaryStorage, recursive: true);
    }

    private static Uri NewMcpUrl(SandboxProductOptions options) =>
        new($"{(options.Sandbox.Authority is null ? "http" : "https")}://127.0.0.1:{(options.AgentServerPort == 0 ? FreePort() : options.AgentServerPort)}/mcp");

    internal static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

/// <summary>How to start the whole product. Ports of 0 are chosen by the system.</summary>
public sealed record SandboxProductOptions
{
    public SandboxOptions Sandbox { get; init; } = new();

    public int AgentServerPort { get; init; }

    /// <summary>The agent server's database file; null for one that is deleted at the end.</summary>
    public string? StoragePath { get; init; }

    /// <summary>Settings that take the place of the sandbox's own; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> AgentServerSettings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Sets an empty tenant up for the endpoint and tells the server's settings that this led to; null for a tenant as it is seeded.</summary>
    public Func<SandboxHost, Uri, CancellationToken, Task<IReadOnlyDictionary<string, string?>>>? SetUp { get; init; }

    /// <summary>Last word on the agent server before it is built, for tests.</summary>
    public Action<WebApplicationBuilder>? ConfigureAgentServer { get; init; }
}
