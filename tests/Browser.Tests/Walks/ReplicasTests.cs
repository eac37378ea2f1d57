using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TokenVaultAgent.AgentServer;
using TokenVaultAgent.Browser.Tests.Browsing;
using TokenVaultAgent.Browser.Tests.Fronts;
using TokenVaultAgent.Browser.Tests.TenantPages;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>Two servers on one database behind a load balancer without affinity: neither remembers anything that the other needs.</summary>
public sealed class ReplicasTests(Chromium chromium) : IAsyncLifetime
{
    private static readonly object AtGoogle = new { account = "google" };

    private readonly DirectoryInfo _storage = Directory.CreateTempSubdirectory("browser-tests-");
    private RoundRobinFront _front = null!;
    private SandboxProduct _product = null!;
    private WebApplication _replica = null!;
    private Uri _mcp = null!;

    private Uri First => _product.McpUrl;

    private Uri Second => new(_replica.Urls.Single());

    public async ValueTask InitializeAsync()
    {
        _front = await RoundRobinFront.StartAsync(TestContext.Current.CancellationToken);
        _mcp = new Uri(_front.Url, "mcp");
        var database = Path.Combine(_storage.FullName, "agent.db");
        _product = await SandboxProduct.StartAsync(new SandboxProductOptions
        {
            StoragePath = database,
            AgentServerSettings = new Dictionary<string, string?> { ["Mcp:PublicUrl"] = _mcp.ToString(), ["Auth0:Audience"] = _mcp.ToString() },
        });
        _product.Sandbox.Tenant.SetAgentServer(_mcp);
        var settings = SandboxProduct.AgentServerSettings(_product.Sandbox, _mcp);
        settings["Storage:ConnectionString"] = $"Data Source={database}";
        _replica = AgentServerHost.Build([], builder =>
        {
            builder.Environment.EnvironmentName = Environments.Development;
            builder.Configuration.Sources.Clear();
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        });
        await _replica.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync();
        await _replica.DisposeAsync();
        await _product.DisposeAsync();
        _storage.Delete(recursive: true);
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task What_begins_at_one_replica_ends_at_the_other(Device device)
    {
        _front.ForwardTo(First);
        await using var visitor = await ComeAsync(device);
        await visitor.Page.GotoAsync(Agent.Link(await visitor.Agent.FailAsync("calendar_list_events", AtGoogle)).ToString());
        _front.ForwardTo(Second);
        await TenantLogin.LogInAsync(visitor.Page, visitor.User);
        await visitor.SeesAsync("Connect your Google account");

        _front.ForwardTo(First);
        await visitor.PressAsync("Continue with Google");
        await visitor.SignInAtProviderAsync("dev-google");
        _front.ForwardTo(Second);
        await visitor.GrantAsync("dev-google");
        await visitor.SeesAsync("Connected");
        _front.ForwardTo(First);
        await visitor.FollowAsync("Your connected accounts");
        await visitor.SeesAsync("Your connected accounts");

        await visitor.Agent.CallAsync("calendar_list_events", AtGoogle);
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task What_is_granted_at_one_replica_counts_at_the_other_at_once(Device device)
    {
        _front.ForwardTo(First);
        await using var visitor = await ComeAsync(device, "cho-google");
        visitor.Change("cho-google", account => account with { Scopes = ["openid", "email", "https://www.googleapis.com/auth/calendar.readonly"] });
        await visitor.Agent.CallAsync("calendar_list_events", AtGoogle);
        var failure = await visitor.Agent.FailAsync("mail_search_messages", AtGoogle);

        _front.ForwardTo(Second);
        await visitor.OpenAsync(Agent.Link(failure));
        await visitor.PressAsync("Continue with Google");
        await visitor.GrantAtProviderAsync("cho-google");
        await visitor.SeesAsync("Connected");

        _front.ForwardTo(First);
        await visitor.Agent.CallAsync("mail_search_messages", AtGoogle);
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task Every_request_may_go_to_another_replica(Device device)
    {
        _front.ForwardTo(First, Second);
        await using var visitor = await ComeAsync(device);

        await visitor.OpenLinkOfAsync("calendar_list_events", new { });
        await visitor.PressAsync("Continue with Microsoft");
        await visitor.GrantAtProviderAsync("ben-microsoft");
        await visitor.SeesAsync("Connected");
        await visitor.FollowAsync("Your connected accounts");
        await visitor.SeesAsync("Your connected accounts");
        await visitor.Tab.LookAsync("accounts");

        for (var call = 0; call < 4; call++)
            await visitor.Agent.CallAsync("calendar_list_events", new { account = "microsoft" });
    }

    private Task<Visitor> ComeAsync(Device device, params string[] accounts) =>
        Visitor.ComeAsync(chromium, _product.Sandbox, _mcp, device, accounts);
}
