using System.Text.Json;
using ModelContextProtocol.Client;
using TokenVaultAgent.AgentServer.Tests.Approvals;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests.Connections;

/// <summary>The same user in two of Auth0's organizations is two owners: what one is asked is not done for the other.</summary>
public sealed class OrganizationTests : IAsyncLifetime
{
    private const string Acme = "org_acme";
    private const string Other = "org_other";
    private static readonly HttpClient Http = new(new SocketsHttpHandler());

    private Chat _chat = null!;
    private Person _ada = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _chat = await Chat.StartAsync(("Consent:MaxWait", "00:00:00"));
        var tenant = _chat.Tenant;
        tenant.Settings = tenant.Settings with
        {
            Organizations = new Dictionary<string, IReadOnlyList<string>> { [Acme] = [Chat.Ada], [Other] = [Chat.Ada], ["org_empty"] = [] },
        };
        foreach (var client in new[] { tenant.ChatClient, tenant.AgentServerWebClient })
            tenant.Put(client with { OrganizationUsage = "allow" });
        _ada = _chat.Person(Chat.Ada);
        _ada.StopsAtDecisions = true;
    }

    public async ValueTask DisposeAsync()
    {
        _ada.Dispose();
        await _chat.DisposeAsync();
    }

    [Fact]
    public async Task What_is_approved_in_one_is_not_done_in_another()
    {
        await using var acme = await AgentAsync(Acme);
        await using var other = await AgentAsync(Other);
        await using var none = await AgentAsync(null);
        var link = Chat.Link(await FailAsync(acme));

        var page = await _ada.BrowseAsync(link, Cancelled);
        await _ada.PressAsync(page, Desk.Words(page, Desk.Approve), Cancelled);

        Assert.Equal("approval_required", Chat.Code(await FailAsync(other)));
        Assert.Equal("approval_required", Chat.Code(await FailAsync(none)));
        Assert.Equal("sent", (await acme.CallAsync("mail_send_message", Desk.Mail(), Cancelled)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_link_leads_to_its_organization_from_a_session_of_another()
    {
        await using var acme = await AgentAsync(Acme);
        await using var none = await AgentAsync(null);
        await using var other = await AgentAsync(Other);
        var first = await _ada.BrowseAsync(Chat.Link(await FailAsync(acme)), Cancelled);

        var without = await _ada.BrowseAsync(Chat.Link(await FailAsync(none)), Cancelled);
        var second = await _ada.BrowseAsync(Chat.Link(await FailAsync(other)), Cancelled);

        Assert.All([first, without, second], page => Assert.Equal(Desk.Asks, page.Heading));
        await _ada.PressAsync(second, Desk.Words(second, Desk.Approve), Cancelled);
        Assert.Equal("sent", (await other.CallAsync("mail_send_message", Desk.Mail(), Cancelled)).GetProperty("status").GetString());
    }

    /// <summary>As where its client's organization_usage is require.</summary>
    [Fact]
    public async Task A_tenant_that_leads_every_login_to_an_organization_ends_at_a_page_and_in_no_circle()
    {
        await using var none = await AgentAsync(null);
        _chat.Tenant.Put(_chat.Tenant.AgentServerWebClient with { OrganizationUsage = "require" });

        var page = await _ada.BrowseAsync(Chat.Link(await FailAsync(none)), Cancelled);

        Assert.Equal("Not logged in", page.Heading);
    }

    [Fact]
    public async Task Accounts_are_those_of_the_organization_that_is_asked_for()
    {
        await using var acme = await AgentAsync(Acme);
        await acme.CallAsync("accounts_set_default", new { account = "google" }, Cancelled);

        var inAcme = await _ada.BrowseAsync(new Uri(_chat.Root, $"accounts?organization={Acme}"), Cancelled);
        var again = await _ada.BrowseAsync(new Uri(_chat.Root, "accounts"), Cancelled);
        var inOther = await _ada.BrowseAsync(new Uri(_chat.Root, $"accounts?organization={Other}"), Cancelled);
        var refused = await Chat.GetAsync(new Uri(_chat.Root, "accounts?organization=acme%20corp"));

        Assert.Contains("Default", inAcme.Text, StringComparison.Ordinal);
        Assert.Contains("Default", again.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Default", inOther.Text, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Who_is_no_member_is_not_logged_in()
    {
        var page = await _ada.BrowseAsync(new Uri(_chat.Root, "accounts?organization=org_empty"), Cancelled);

        Assert.Equal("Not logged in", page.Heading);
    }

    private static Task<JsonElement> FailAsync(McpClient agent) => agent.FailAsync("mail_send_message", Desk.Mail(), Cancelled);

    private async Task<McpClient> AgentAsync(string? organization)
    {
        var chat = _chat.Tenant.ChatClient;
        using var person = _chat.Person(Chat.Ada);
        var tokens = await new PublicClient(_chat.Product.Sandbox.Auth0Url, chat.ClientId, chat.Callbacks[0], Http)
            .LogInAsync(person, _chat.Product.McpUrl, "calendar:read mail:send", Cancelled, organization);
        return await AgentClient.ConnectAsync(_chat.Product.McpUrl, tokens.AccessToken, RawMcp.Newest, Cancelled);
    }
}
