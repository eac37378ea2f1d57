namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary>Logins to an organization: auth0.com/docs/manage-users/organizations.</summary>
public sealed class OrganizationTests : IAsyncLifetime
{
    private const string Acme = "org_acme";
    private TenantSandbox _sandbox = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TenantSandbox.StartAsync();
        _sandbox.Tenant.Settings = _sandbox.Tenant.Settings with
        {
            Organizations = new Dictionary<string, IReadOnlyList<string>> { [Acme] = [TenantSandbox.Ada] },
        };
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("deny", Acme, "parameter organization is not allowed for this client")]
    [InlineData("require", null, "parameter organization is required for this client")]
    [InlineData("allow", "org_unknown", "parameter organization is invalid")]
    public async Task What_the_client_may_not_ask_is_refused(string usage, string? organization, string description)
    {
        Use(usage);

        var answer = await _sandbox.GetAsync(_sandbox.AuthorizeUrl(("organization", organization)));

        Assert.Contains($"error_description={description}", Uri.UnescapeDataString(answer.Location!.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public void Clients_know_no_organizations_unless_they_are_told_to() =>
        Assert.Equal("deny", _sandbox.Tenant.ChatClient.OrganizationUsage);

    [Fact]
    public async Task The_organization_is_in_every_token_of_the_login()
    {
        Use("allow");
        var tokens = await _sandbox.LogInAsync(changes: ("organization", Acme));
        var refreshed = await _sandbox.RefreshAsync(tokens.RefreshToken);
        var without = await _sandbox.LogInAsync();

        Assert.All([tokens, refreshed], answer => Assert.Equal(Acme, (string?)Jwt.Payload(answer.AccessToken)["org_id"]));
        Assert.Equal(Acme, (string?)Jwt.Payload(tokens["id_token"]!)["org_id"]);
        Assert.False(Jwt.Payload(without.AccessToken).ContainsKey("org_id"));
    }

    [Fact]
    public async Task Who_is_no_member_gets_no_code()
    {
        Use("allow");
        using var cho = _sandbox.PersonFor(TenantSandbox.Cho);

        var answer = await _sandbox.AuthorizeAsync(cho, ("organization", Acme));

        Assert.Equal("access_denied", answer["error"]);
        Assert.Contains("is not part of the org_acme organization", answer["error_description"], StringComparison.Ordinal);
    }

    private void Use(string usage) => _sandbox.Tenant.Put(_sandbox.Tenant.ChatClient with { OrganizationUsage = usage });
}
