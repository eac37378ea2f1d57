using System.Net;

namespace TokenVaultAgent.AgentServer.Tests.Authentication;

/// <summary>Every token that is not this tenant's, for this server, in time and a user's is refused, and nothing is exchanged.</summary>
public sealed class TokenRefusalTests(RunningProduct fixture) : IClassFixture<RunningProduct>
{
    [Fact]
    public async Task The_token_that_the_others_differ_from_is_good()
    {
        var token = new ForgedTokens(fixture.Product).Create("nothing");

        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, token, "accounts_list"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Theory]
    [InlineData("audience of another API")]
    [InlineData("audience with one slash more")]
    [InlineData("audience with one slash more among others")]
    [InlineData("audience in another case")]
    [InlineData("no audience")]
    [InlineData("foreign issuer")]
    [InlineData("issuer without its slash")]
    [InlineData("expired")]
    [InlineData("no expiry")]
    [InlineData("not yet valid")]
    [InlineData("no subject")]
    [InlineData("a client's own")]
    [InlineData("a client's own, as a list")]
    [InlineData("a client's own in RFC 9068")]
    [InlineData("an ID token's type")]
    [InlineData("missing kid")]
    [InlineData("unknown kid")]
    [InlineData("foreign key under the tenant's kid")]
    [InlineData("RS384")]
    [InlineData("alg none")]
    [InlineData("HS256 keyed with the public key")]
    [InlineData("changed payload")]
    [InlineData("cut signature")]
    [InlineData("no JWT")]
    public async Task A_token_is_refused_for(string fault)
    {
        var token = new ForgedTokens(fixture.Product).Create(fault);
        var exchanges = fixture.Product.Sandbox.Tenant.Exchanges.Entries.Count;

        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, token, "accounts_list"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("error=\"invalid_token\"", answer.Challenge, StringComparison.Ordinal);
        Assert.Contains("resource_metadata=\"", answer.Challenge, StringComparison.Ordinal);
        Assert.DoesNotContain(token, answer.Text + answer.Challenge, StringComparison.Ordinal);
        Assert.Equal(exchanges, fixture.Product.Sandbox.Tenant.Exchanges.Entries.Count);
    }

    [Fact]
    public async Task Without_a_token_the_challenge_names_the_metadata_and_the_scopes_to_begin_with()
    {
        var answer = await RawMcp.SendAsync(RawMcp.Call(fixture.Product.McpUrl, token: null, "accounts_list"));

        var root = fixture.Product.McpUrl.GetLeftPart(UriPartial.Authority);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal(
            $"Bearer resource_metadata=\"{root}/.well-known/oauth-protected-resource/mcp\", scope=\"calendar:read mail:read\"", answer.Challenge);
    }

    [Fact]
    public async Task A_token_in_the_query_is_none()
    {
        var token = new ForgedTokens(fixture.Product).Create("nothing");
        var url = new Uri($"{fixture.Product.McpUrl}?access_token={token}");

        var answer = await RawMcp.SendAsync(RawMcp.Call(url, token: null, "accounts_list"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }
}
