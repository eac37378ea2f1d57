using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class DiscoveryTests
{
    [Theory]
    [InlineData(".well-known/openid-configuration")]
    [InlineData(".well-known/oauth-authorization-server")]
    public async Task Metadata_names_the_issuer_with_its_trailing_slash_and_endpoints_under_it(string path)
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var metadata = await sandbox.GetAsync(path);

        Assert.Equal(200, metadata.Status);
        Assert.EndsWith("/", metadata["issuer"], StringComparison.Ordinal);
        Assert.Equal(sandbox.Issuer, metadata["issuer"]);
        Assert.Equal(sandbox.Issuer + "authorize", metadata["authorization_endpoint"]);
        Assert.Equal(sandbox.Issuer + "oauth/token", metadata["token_endpoint"]);
        Assert.Equal(sandbox.Issuer + ".well-known/jwks.json", metadata["jwks_uri"]);
        Assert.Equal(sandbox.Issuer + "userinfo", metadata["userinfo_endpoint"]);
        Assert.Equal(sandbox.Issuer + "oidc/logout", metadata["end_session_endpoint"]);
    }

    [Fact]
    public async Task Metadata_offers_the_code_flow_with_pkce_s256_only()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var metadata = await sandbox.GetAsync(".well-known/openid-configuration");

        Assert.Equal(["code"], Strings(metadata.Json!["response_types_supported"]));
        Assert.Equal(["S256"], Strings(metadata.Json!["code_challenge_methods_supported"]));
        Assert.Contains(Tenant.TokenVaultGrant, Strings(metadata.Json!["grant_types_supported"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Metadata_follows_the_tenant_settings(bool supported)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with
        {
            AuthorizationResponseIssParameterSupported = supported,
            ClientIdMetadataDocumentSupported = supported,
        };

        var metadata = await sandbox.GetAsync(".well-known/openid-configuration");

        Assert.Equal(supported, (bool)metadata.Json!["authorization_response_iss_parameter_supported"]!);
        Assert.Equal(supported, (bool)metadata.Json!["client_id_metadata_document_supported"]!);
    }

    [Fact]
    public async Task Key_set_publishes_public_rsa_signing_keys_and_nothing_private()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var keys = (JsonArray)(await sandbox.GetAsync(".well-known/jwks.json")).Json!["keys"]!;

        Assert.Equal(2, keys.Count);
        Assert.Equal(2, keys.Select(key => (string)key!["kid"]!).Distinct().Count());
        Assert.All(keys, key =>
        {
            Assert.Equal(("RSA", "sig"), ((string?)key!["kty"], (string?)key["use"]));
            Assert.Equal(["e", "kid", "kty", "n", "use"], ((JsonObject)key).Select(p => p.Key).Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public async Task Unknown_paths_are_json_not_found()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.GetAsync("api/v1/users");

        Assert.Equal((404, "Not Found"), answer.Refusal);
    }

    private static IEnumerable<string> Strings(JsonNode? array) => ((JsonArray)array!).Select(item => (string)item!);
}
