using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ModelContextProtocol.Client;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Admin.Tests;

/// <summary>
/// A tenant broken in one point, with the product running on it: somebody, the agent, its user or the operator, is told where to look. What Auth0
/// itself says on its pages counts as told.
/// </summary>
public sealed class ServerFailureTests
{
    private const string Check = "tokenvault tenant check";

    private static readonly string[] ToBen = ["ben@acme.example"];

    /// <summary>By rule, what is told, in this or in other words of the same failure.</summary>
    private static readonly Dictionary<string, string> Told = new(StringComparer.Ordinal)
    {
        ["resource-parameter"] = Check,
        ["api"] = "Service not found",
        ["api-scopes"] = Check,
        ["api-signing"] = Check,
        ["api-user-access"] = "is not authorized to access resource server",
        ["api-roles"] = Check,
        ["api-client"] = Check,
        ["api-client-first-party"] = Check,
        ["api-client-confidential"] = Check,
        ["api-client-oidc-conformant"] = Check,
        ["api-client-grants"] = Check,
        ["web-client"] = "Unknown client: agent-server-web",
        ["web-client-first-party"] = Check,
        ["web-client-confidential"] = Check,
        ["web-client-grants"] = Check,
        ["web-client-rotation"] = Check,
        ["web-client-urls"] = Check,
        ["web-client-organization"] = Check,
        ["my-account"] = Check,
        ["my-account-consent"] = Check,
        ["web-client-my-account-grant"] = Check,
        ["web-client-policies"] = Check,
        ["connections"] = Check,
        ["connection-keys"] = "Connected, but not usable",
        ["connection-purpose"] = Check,
        ["connection-clients"] = Check,
        ["mfa-policy"] = Check,
        ["mfa-by-actions"] = Check,
        ["mfa-factor"] = "No enrolled factor can be challenged",
        ["action-challenge-mfa-deployed"] = Check,
        ["action-mfa-claims-deployed"] = Check,
        ["actions-bound"] = Check,
        ["mcp-client"] = "Unknown client: sandbox-chat",
    };

    /// <summary>Where nothing of the main job fails: other clients' logins, the phone, later refreshes, what is only doubtful or not deployed.</summary>
    private static readonly string[] Silent =
    [
        "issuer", "issuer-in-responses", "api-offline-access", "api-plain-tokens", "api-consent", "web-client-oidc-conformant", "my-account-policy", "connection-offline-access",
        "connection-scopes", "web-client-phone", "api-phone", "mfa-phone", "action-challenge-mfa", "action-mfa-claims", "third-party-permissions", "third-party-connections",
        "client-metadata-documents",
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Rules => [.. Told.Keys];

    [Fact]
    public void Every_rule_is_here() => Assert.Equal(((IEnumerable<ITheoryDataRow>)RuleTests.Rules).Select(row => (string)row.GetData()[0]!).Order(), Told.Keys.Concat(Silent).Order());

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_broken_rule_is_pointed_at(string rule)
    {
        var seen = await SeenAsync(admin => RuleTests.Break(admin, rule));

        Assert.Contains(Told[rule], seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_tenant_as_it_must_be_none_of_it_is_told()
    {
        var seen = await SeenAsync(_ => { });

        Assert.DoesNotContain(Told.Values, words => seen.Contains(words, StringComparison.Ordinal));
    }

    /// <summary>By agent and user, and in the server's log.</summary>
    private static async Task<string> SeenAsync(Action<Operator> change)
    {
        var log = new FakeLogCollector();
        await using var product = await SandboxProduct.StartAsync(
            new SandboxProductOptions { ConfigureAgentServer = builder => builder.Logging.AddProvider(new FakeLoggerProvider(log)) }, Cancelled);
        change(new Operator(product.Sandbox, product.McpUrl));

        var seen = await JobAsync(product);

        return seen + string.Join('\n', log.GetSnapshot().Where(record => record.Level >= LogLevel.Warning).Select(record => record.Message));
    }

    /// <summary>All that agent and user see until something fails: a login, a calendar of an account that has to be connected, a mail that has to be approved.</summary>
    private static async Task<string> JobAsync(SandboxProduct product)
    {
        try
        {
            return await DoJobAsync(product);
        }
        catch (Exception exception) when (exception is HttpRequestException or AuthorizationRefusedException or PersonStuckException)
        {
            return exception.Message;
        }
    }

    private static async Task<string> DoJobAsync(SandboxProduct product)
    {
        var (tenant, world) = (product.Sandbox.Tenant, product.Sandbox.World);
        foreach (var account in tenant.ConnectedAccountsOf(tenant.FindUser("ada@acme.example")!.Sub).Where(a => a.Connection == "windowslive"))
            tenant.RemoveConnectedAccount(account.Id);
        using var ada = Person.From(tenant.FindUser("ada@acme.example")!, product.Sandbox.Clock);
        ada.ProviderAccount = world.Find("ada-microsoft");
        var login = McpLogin.Of(ada, new Uri("http://127.0.0.1:8976/callback"));
        login.ClientId = "sandbox-chat";
        await using var client = await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions { Endpoint = product.McpUrl, TransportMode = HttpTransportMode.StreamableHttp, OAuth = login }), cancellationToken: Cancelled);
        var seen = await CallAsync(client, ada, "calendar_list_events", new() { ["account"] = "microsoft" });
        if (seen.Length > 0)
            return seen;
        return await CallAsync(client, ada, "mail_send_message", new()
        {
            ["account"] = "microsoft",
            ["to"] = ToBen,
            ["subject"] = "Set up",
            ["body"] = "It works.",
            ["idempotency_key"] = Guid.NewGuid().ToString("N"),
        });
    }

    /// <returns>Nothing where it went well.</returns>
    private static async Task<string> CallAsync(McpClient client, Person person, string tool, Dictionary<string, object?> arguments)
    {
        var pages = "";
        for (var tries = 0; ; tries++)
        {
            var result = await client.CallToolAsync(tool, arguments, cancellationToken: Cancelled);
            if (result.IsError is not true)
                return "";
            var answer = result.StructuredContent is { } content ? content : JsonSerializer.SerializeToElement(result.Content);
            if (tries == 2 || answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("url", out var url))
                return $"{answer.GetRawText()}\n{pages}";
            var page = await person.BrowseAsync(new Uri(url.GetString()!), Cancelled);
            pages += $"{page.Heading}: {page.Text}\n";
        }
    }
}
