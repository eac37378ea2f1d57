using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Commands;
using TokenVaultAgent.Admin.Management;
using TokenVaultAgent.Admin.Reports;
using TokenVaultAgent.Admin.Tenants;
using TokenVaultAgent.AgentServer.Tests;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.Admin.Tests;

/// <summary>Somebody who sets a tenant of the sandbox up for a server that need not run, and every request that they made.</summary>
internal sealed class Operator : IAsyncDisposable
{
    /// <summary>Of a server that need not run.</summary>
    public static readonly Uri Mcp = new("http://127.0.0.1:5099/mcp");

    private readonly SandboxHost _sandbox;
    private readonly Uri _mcp;
    private readonly Recorder _requests = new();

    /// <summary>Of a tenant that somebody else ends.</summary>
    public Operator(SandboxHost sandbox, Uri mcp) => (_sandbox, _mcp) = (sandbox, mcp);

    public Tenant Tenant => _sandbox.Tenant;

    public SandboxHost Sandbox => _sandbox;

    /// <summary>Method and path, without the query, with the body of each that changed something.</summary>
    public IReadOnlyList<(string Request, JsonNode? Body)> Writes => [.. _requests.Made.Where(r => !r.Request.StartsWith("GET", StringComparison.Ordinal))];

    /// <summary>Cut off when so many more requests have changed something; null for never.</summary>
    public int? DiesAfter
    {
        set => _requests.DiesBefore = _requests.Writes + value;
    }

    public static async Task<Operator> StartAsync(bool isEmpty = false)
    {
        var sandbox = await SandboxHost.StartAsync(new SandboxOptions { EmptyTenant = isEmpty }, TestContext.Current.CancellationToken);
        sandbox.Tenant.SetAgentServer(Mcp);
        // Requests are counted, and one that is refused for its rate is made twice.
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { ManagementRequestsPerSecond = 100_000 };
        return new Operator(sandbox, Mcp);
    }

    /// <summary>By which the program waits: pauses of a second need not be sat through.</summary>
    public TimeProvider Clock { get; set; } = new HurriedTime();

    /// <summary>Settings of the server that are other than <see cref="Settings"/>.</summary>
    public Dictionary<string, string?> Changes { get; } = [];

    /// <summary>The settings name no Custom API Client: it is found by what it is.</summary>
    public Dictionary<string, string?> Settings()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Auth0:Issuer"] = _sandbox.Auth0Url.ToString(),
            ["Auth0:Audience"] = _mcp.ToString(),
            ["Auth0:WebClient:ClientId"] = _sandbox.Tenant.FindClient("agent-server-web")?.ClientId,
            ["Vault:Connections:0:Name"] = "google-oauth2",
            ["Vault:Connections:1:Name"] = "windowslive",
            ["Mcp:PublicUrl"] = _mcp.ToString(),
        };
        foreach (var (key, value) in Changes)
            settings[key] = value;
        return settings;
    }

    public IReadOnlyList<Uri> McpClients { get; set; } = [];

    public ManagementCredentials Credentials { get; set; } = new("tenant-admin", "sandbox-secret-of-tenant-admin-0001", null);

    /// <summary>Settings of the server, as the environment would have them.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> ExportAsync()
    {
        using var management = Management();
        var exported = await new TenantCommands(management, Wanted(), new JsonReport(TextWriter.Null)).ExportAsync(TestContext.Current.CancellationToken);
        return exported.ToEnvironment().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0].Replace("__", ":", StringComparison.Ordinal), string? (pair) => pair[1]);
    }

    public async Task<(int Code, JsonNode Told)> CheckAsync() => await RunAsync(commands => commands.CheckAsync(TestContext.Current.CancellationToken));

    public async Task<(int Code, JsonNode Told)> PlanAsync() => await RunAsync(commands => commands.PlanAsync(TestContext.Current.CancellationToken));

    public async Task<(int Code, JsonNode Told)> ApplyAsync(bool confirms = true) =>
        await RunAsync(commands => commands.ApplyAsync(OpenJournal(), () => Task.FromResult(confirms), TestContext.Current.CancellationToken));

    public async Task<(int Code, JsonNode Told)> UndoAsync(bool confirms = true) =>
        await RunAsync(commands => commands.UndoAsync(OpenJournal(), () => Task.FromResult(confirms), TestContext.Current.CancellationToken));

    /// <summary>Where apply keeps how its changes are taken back.</summary>
    public string JournalPath { get; set; } = Path.Combine(Path.GetTempPath(), $"token-vault-agent-{Guid.NewGuid():N}.json");

    public Journal OpenJournal() => Journal.Open(JournalPath, _sandbox.Auth0Url);

    public async Task<TenantState> ReadAsync()
    {
        using var management = Management();
        return await TenantState.ReadAsync(management, Wanted(), _ => { }, TestContext.Current.CancellationToken);
    }

    /// <summary>Rules that are not met.</summary>
    public async Task<IReadOnlyList<string>> FailingAsync(string outcome = "fail") =>
        [.. (await CheckAsync()).Told["findings"]!.AsArray().Where(f => f!["outcome"]!.ToString() == outcome).Select(f => f!["rule"]!.ToString())];

    public async ValueTask DisposeAsync()
    {
        _requests.Dispose();
        if (File.Exists(JournalPath))
            File.Delete(JournalPath);
        await _sandbox.DisposeAsync();
    }

    public async Task<(int Code, string Told)> RunAsTableAsync(Func<TenantCommands, Task<int>> run)
    {
        var told = new StringWriter();
        var console = Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings { Out = new Spectre.Console.AnsiConsoleOutput(told), Ansi = Spectre.Console.AnsiSupport.No });
        using var management = Management();
        return (await run(new TenantCommands(management, Wanted(), new TableReport(console, console))), told.ToString());
    }

    private async Task<(int Code, JsonNode Told)> RunAsync(Func<TenantCommands, Task<int>> run)
    {
        var told = new StringWriter();
        var report = new JsonReport(told);
        using var management = Management();
        var code = await run(new TenantCommands(management, Wanted(), report));
        report.Flush();
        return (code, JsonNode.Parse(told.ToString())!);
    }

    private ManagementClient Management() => new(new HttpClient(_requests, disposeHandler: false), _sandbox.Auth0Url, Credentials, Clock);

    private Wanted Wanted() => Tenants.Wanted.Read(new ConfigurationBuilder().AddInMemoryCollection(Settings()).Build()) with { McpClients = McpClients };

    private sealed class Recorder() : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Writes { get; private set; }

        public List<(string Request, JsonNode? Body)> Made { get; } = [];

        public int? DiesBefore { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            if (!path.StartsWith("/api/v2/", StringComparison.Ordinal))
                return await base.SendAsync(request, cancellationToken);
            if (request.Method != HttpMethod.Get && Writes++ == DiesBefore)
                throw new OperationCanceledException("The operator has gone.");
            Made.Add(($"{request.Method} {path}", request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken))));
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
