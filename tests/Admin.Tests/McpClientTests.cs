using TokenVaultAgent.Admin.Failures;
using TokenVaultAgent.Admin.Tenants;
using TokenVaultAgent.Sandbox.Demo;

namespace TokenVaultAgent.Admin.Tests;

/// <summary>MCP clients become known to the tenant by their metadata documents.</summary>
public sealed class McpClientTests : IAsyncLifetime
{
    private Operator _operator = null!;
    private ClientMetadataHost _document = null!;

    public async ValueTask InitializeAsync()
    {
        _operator = await Operator.StartAsync();
        _document = await ClientMetadataHost.StartAsync("An agent", new Uri("http://127.0.0.1:8976/callback"), TestContext.Current.CancellationToken);
        _operator.Tenant.TrustClientHost(_document.Certificate);
        _operator.Tenant.Remove(_operator.Tenant.ChatClient);
    }

    public async ValueTask DisposeAsync()
    {
        await _document.DisposeAsync();
        await _operator.DisposeAsync();
    }

    [Fact]
    public async Task One_that_is_named_is_registered_once_and_goes_again()
    {
        Assert.Equal(["mcp-client"], await _operator.FailingAsync());
        _operator.McpClients = [_document.DocumentUrl];

        Assert.Equal(0, (await _operator.ApplyAsync()).Code);

        Assert.Equal("An agent", _operator.Tenant.FindClient(_document.DocumentUrl.ToString())!.Name);
        Assert.Equal(["POST /api/v2/clients/cimd/preview", "POST /api/v2/clients/cimd/register"], _operator.Writes.Select(w => w.Request));
        DocumentedRequests.Check(_operator.Writes);
        Assert.Empty((await _operator.PlanAsync()).Told["changes"]!.AsArray());
        _operator.McpClients = [];
        Assert.Equal(0, (await _operator.CheckAsync()).Code);

        Assert.Equal(0, (await _operator.UndoAsync()).Code);
        Assert.Null(_operator.Tenant.FindClient(_document.DocumentUrl.ToString()));
    }

    [Fact]
    public async Task What_is_wrong_with_a_document_is_told_and_nothing_is_registered()
    {
        _operator.McpClients = [new Uri(_document.DocumentUrl, "missing")];

        var (code, told) = await _operator.ApplyAsync();

        Assert.Equal((2, 0), (code, (int)told["done"]!));
        Assert.Contains("404", told["error"]!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_operator.Writes, write => write.Request.EndsWith("register", StringComparison.Ordinal));
        Assert.False(File.Exists(_operator.JournalPath));
    }

    [Fact]
    public async Task Where_clients_register_themselves_none_need_be_there()
    {
        _operator.Tenant.Settings = _operator.Tenant.Settings with { EnableDynamicClientRegistration = true };

        Assert.Equal(0, (await _operator.CheckAsync()).Code);
    }

    [Fact]
    public void The_presets_are_what_their_makers_publish()
    {
        Assert.Equal("https://vscode.dev/oauth/client-metadata.json", McpClientDocuments.Find("VSCode").ToString());
        Assert.Equal("https://agent.example/client.json", McpClientDocuments.Find("https://agent.example/client.json").ToString());
        Assert.Contains("claude-code", Assert.Throws<AdminException>(() => McpClientDocuments.Find("emacs")).Message, StringComparison.Ordinal);
    }
}
