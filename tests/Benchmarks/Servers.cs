using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Benchmarks;

/// <summary>
/// The tenant, here; the providers, this server and a baseline for each provider, as processes of their own. One user, whose accounts this server
/// knows as it would after they were connected on its pages.
/// </summary>
internal sealed class Servers : IAsyncDisposable
{
    private static readonly Dictionary<string, string?> NoSettings = [];

    private readonly SandboxHost _sandbox;
    private readonly DirectoryInfo _storage = Directory.CreateTempSubdirectory("token-vault-agent-bench-");
    private readonly Uri _providers = Child.FreeUrl();
    private readonly Uri _agent = Child.FreeUrl();
    private readonly Dictionary<string, Uri> _baselines = new() { [Workload.Google] = Child.FreeUrl(), [Workload.Microsoft] = Child.FreeUrl() };
    private readonly string? _published;
    private Child? _providersProcess;

    private Servers(SandboxHost sandbox, FileInfo? published) => (_sandbox, _published) = (sandbox, published?.FullName);

    public string AccessToken { get; private set; } = "";

    /// <summary>How often this server exchanged a token.</summary>
    public int Exchanges => _sandbox.Tenant.Exchanges.Entries.Count;

    private Uri McpUrl => new(_agent, "mcp");

    /// <param name="published">This server as it is published; null for that of this build.</param>
    public static async Task<Servers> StartAsync(FileInfo? published, CancellationToken cancellationToken)
    {
        var servers = new Servers(await SandboxHost.StartAsync(new SandboxOptions(), cancellationToken), published);
        await servers.SetUpAsync(cancellationToken);
        return servers;
    }

    public Server Agent() => new(McpUrl, _published is null ? Child.Start([Child.AgentServer], AgentSettings()) : Child.Start(_published, [], AgentSettings()));

    public Server Baseline(string provider) => new(new Uri(_baselines[provider], "mcp"), Child.Start(
        [Child.Baseline, _baselines[provider].ToString(), provider, _sandbox.Auth0Url.ToString(), McpUrl.ToString(), _providers.ToString()], NoSettings));

    public async ValueTask DisposeAsync()
    {
        _providersProcess?.Dispose();
        await _sandbox.DisposeAsync();
        _storage.Delete(recursive: true);
    }

    private async Task SetUpAsync(CancellationToken cancellationToken)
    {
        _sandbox.Tenant.SetAgentServer(McpUrl);
        _providersProcess = Child.Start([Child.Providers, _providers.ToString()], NoSettings);
        using var http = new HttpClient(new SocketsHttpHandler());
        await _providersProcess.WhenUpAsync(() => http.GetAsync(_providers, cancellationToken));

        using var ada = Person.From(_sandbox.Tenant.FindUser("ada@acme.example")!, _sandbox.Clock);
        var chat = _sandbox.Tenant.ChatClient;
        var tokens = await new PublicClient(_sandbox.Auth0Url, chat.ClientId, chat.Callbacks[0], http).LogInAsync(ada, McpUrl, Workload.Scopes, cancellationToken);
        AccessToken = tokens.AccessToken;
        using var agent = Agent();
        await agent.Child.WhenUpAsync(() => http.GetAsync(_agent, cancellationToken));
        // It asks the tenant which accounts she has connected, and keeps them.
        await ada.BrowseAsync(new Uri(_agent, "accounts"), cancellationToken);
    }

    private Dictionary<string, string?> AgentSettings()
    {
        var settings = SandboxProduct.AgentServerSettings(_sandbox, McpUrl);
        settings["Providers:GoogleCalendarUrl"] = _providers.ToString();
        settings["Providers:GmailUrl"] = _providers.ToString();
        settings["Providers:GoogleUserInfoUrl"] = new Uri(_providers, "v1/userinfo").ToString();
        settings["Providers:GraphUrl"] = new Uri(_providers, "v1.0").ToString();
        settings["Storage:ConnectionString"] = $"Data Source={Path.Combine(_storage.FullName, "agent.db")}";
        settings["urls"] = _agent.ToString();
        return settings;
    }
}

/// <summary>An MCP server that is measured.</summary>
internal sealed record Server(Uri McpUrl, Child Child) : IDisposable
{
    public void Dispose() => Child.Dispose();
}
