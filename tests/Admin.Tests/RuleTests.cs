using TokenVaultAgent.Admin.Rules;
using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.Admin.Tests;

/// <summary>Each rule broken by itself: the check names it and no other, and apply mends it with no more than that.</summary>
public sealed class RuleTests : IAsyncLifetime
{
    private static readonly Dictionary<string, Action<Tenant>> Breakages = new(StringComparer.Ordinal)
    {
        ["api-client"] = tenant => tenant.Remove(tenant.AgentServerClient),
        ["api-client-first-party"] = Client("agent-server-api", c => c with { IsFirstParty = false }),
        ["api-client-confidential"] = Client("agent-server-api", c => c with { TokenEndpointAuthMethod = "none" }),
        ["api-client-oidc-conformant"] = Client("agent-server-api", c => c with { OidcConformant = false }),
        ["api-client-grants"] = Client("agent-server-api", c => c with { GrantTypes = ["client_credentials"] }),
        ["web-client"] = tenant => tenant.Remove(tenant.AgentServerWebClient),
        ["web-client-first-party"] = Client("agent-server-web", c => c with { IsFirstParty = false }),
        ["web-client-confidential"] = Client("agent-server-web", c => c with { TokenEndpointAuthMethod = "none" }),
        ["web-client-oidc-conformant"] = Client("agent-server-web", c => c with { OidcConformant = false }),
        ["web-client-grants"] = Client("agent-server-web", c => c with { GrantTypes = [.. c.GrantTypes.Except(["refresh_token"])] }),
        ["web-client-rotation"] = Client("agent-server-web", c => c with { RefreshTokenRotation = "rotating" }),
        ["web-client-urls"] = Client("agent-server-web", c => c with { Callbacks = [.. c.Callbacks.SkipLast(1)], AllowedLogoutUrls = [] }),
    };

    private Operator _operator = null!;

    public static TheoryData<string> Rules => [.. Guide.Rules.Select(rule => rule.Id)];

    public async ValueTask InitializeAsync() => _operator = await Operator.StartAsync();

    public ValueTask DisposeAsync() => _operator.DisposeAsync();

    [Fact]
    public async Task A_tenant_as_it_must_be_has_nothing_to_mend()
    {
        Assert.Equal(0, (await _operator.CheckAsync()).Code);

        var (code, told) = await _operator.PlanAsync();

        Assert.Equal(0, code);
        Assert.Empty(told["changes"]!.AsArray());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_broken_rule_is_named_alone_and_mended(string rule)
    {
        Breakages[rule](_operator.Tenant);

        Assert.Equal([rule], await _operator.FailingAsync());
        Assert.Empty(_operator.Writes);
        Assert.Equal(0, (await _operator.ApplyAsync()).Code);
        Assert.NotEmpty(_operator.Writes);
        Assert.Equal(0, (await _operator.CheckAsync()).Code);

        var before = _operator.Writes.Count;
        Assert.Equal(0, (await _operator.ApplyAsync()).Code);
        Assert.Equal(before, _operator.Writes.Count);
    }

    private static Action<Tenant> Client(string id, Func<OAuthClient, OAuthClient> change) => tenant => tenant.Put(change(tenant.FindClient(id)!));
}
