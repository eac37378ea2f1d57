using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using NodaTime;
using TokenVaultAgent.AgentServer.Mcp;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Calendar;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Untrusted;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Benchmarks;

/// <summary>What the parts of a call allocate.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class Allocations : IDisposable
{
    private static readonly string[] Scopes = ["https://www.googleapis.com/auth/calendar.readonly"];

    private readonly OfflineServer _server = new();
    private readonly Account _account = new("google:ada@gmail.example", Provider.Google, "ada@gmail.example", OfflineServer.Connection, null, null);
    private readonly EventShaper _shaper = new(DateTimeZone.Utc, 500);
    private Caller _caller = null!;
    private CalendarEvent _event = null!;
    private RequestContext<CallToolRequestParams> _call = null!;
    private IDictionary<string, JsonElement> _arguments = null!;
    private string _description = "";
    private string _document = "";
    private string _newsletter = "";

    public static int Run()
    {
        BenchmarkRunner.Run<Allocations>(ManualConfig.Create(DefaultConfig.Instance).AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)).WithOptions(ConfigOptions.DisableLogFile));
        return 0;
    }

    [GlobalSetup]
    public void SetUp()
    {
        _caller = OfflineServer.User(0);
        _server.GrantAsync(_caller).GetAwaiter().GetResult();
        _description = "<p>Agenda: <b>figures</b>, hiring and the offsite. Bring the sheet from last time.</p>";
        _document = StaticProviders.Document(_description);
        _newsletter = string.Concat(Enumerable.Repeat("<table><tr><td style=\"padding:4px\"><p>Words, and a <a href=\"https://news.example/1\">link</a>.</p></td></tr></table>", 20));
        _event = new CalendarEvent { Id = "1", Times = new EventTimes(Instant.FromUnixTimeSeconds(0), Instant.FromUnixTimeSeconds(1800)), Title = "Planning", Description = _description, Attendees = [] };
        _arguments = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"from":"2026-03-02","to":"2026-03-06","account":"google","limit":25}""")!;
        var http = new DefaultHttpContext();
        http.Features.Set(_caller);
        _server.Get<IHttpContextAccessor>().HttpContext = http;
        var mcp = McpServer.Create(new StreamServerTransport(Stream.Null, Stream.Null), new McpServerOptions(), serviceProvider: _server.Services);
        _call = new RequestContext<CallToolRequestParams>(
            mcp, new JsonRpcRequest { Method = RequestMethods.ToolsCall }, new CallToolRequestParams { Name = Workload.CalendarTool })
        { Services = _server.Services.CreateScope().ServiceProvider };
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _server.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "provider token from the cache")]
    public async Task<string> VaultHit() => (await _server.Get<TokenVault>().GetAsync(_caller, OfflineServer.Connection, null, Scopes, CancellationToken.None)).Value;

    [Benchmark(Description = "the gate, arguments and all")]
    public async Task<CallToolResult> Gate()
    {
        _call.Params!.Arguments = _arguments;
        return await _server.Get<CallGate>().CallAsync((_, _) => ValueTask.FromResult(Passed), _call, CancellationToken.None);
    }

    [Benchmark(Description = "HTML to text: a description")]
    public int Description() => HtmlText.FromHtml(_description, 500, CancellationToken.None).Text.Length;

    [Benchmark(Description = "HTML to text: a document by Exchange")]
    public int Document() => HtmlText.FromHtml(_document, 500, CancellationToken.None).Text.Length;

    [Benchmark(Description = "HTML to text: tables, 2 KB")]
    public int Newsletter() => HtmlText.FromHtml(_newsletter, 500, CancellationToken.None).Text.Length;

    [Benchmark(Description = "shaping an event")]
    public object Shape() => _shaper.Shape(_account, _event, CancellationToken.None);

    private static readonly CallToolResult Passed = new();
}
