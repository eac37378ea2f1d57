using Microsoft.Extensions.Configuration;
using TokenVaultAgent.Admin.Commands;
using TokenVaultAgent.Admin.Failures;
using TokenVaultAgent.Admin.Files;
using TokenVaultAgent.Admin.Management;

namespace TokenVaultAgent.Admin.Tests;

/// <summary>Ids and secrets leave the tenant for the server's settings, and for nobody else.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("token-vault-agent-export-").FullName;
    private Operator _operator = null!;

    public async ValueTask InitializeAsync() => _operator = await Operator.StartAsync();

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await _operator.DisposeAsync();
    }

    [Fact]
    public async Task Both_applications_are_told_with_their_secrets()
    {
        var (api, web) = (_operator.Tenant.AgentServerClient, _operator.Tenant.AgentServerWebClient);

        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["Auth0:ClientId"] = api.ClientId,
                ["Auth0:ClientSecret"] = api.ClientSecret,
                ["Auth0:WebClient:ClientId"] = web.ClientId,
                ["Auth0:WebClient:ClientSecret"] = web.ClientSecret,
            },
            await _operator.ExportAsync());
    }

    [Fact]
    public async Task An_application_with_a_key_of_its_own_has_no_secret_to_tell()
    {
        _operator.Tenant.Put(_operator.Tenant.AgentServerClient with { TokenEndpointAuthMethod = "private_key_jwt" });

        Assert.False((await _operator.ExportAsync()).ContainsKey("Auth0:ClientSecret"));
    }

    [Fact]
    public async Task A_secret_that_cannot_be_read_is_told_with_the_scope()
    {
        _operator.Credentials = new ManagementCredentials("ops-m2m", "sandbox-secret-of-ops-m2m-0001", null);
        _operator.Tenant.Put(new Sandbox.Auth0.ClientGrant("ops-m2m", _operator.Sandbox.Auth0Url + "api/v2/", ["read:clients"]));

        var refusal = await Assert.ThrowsAsync<AdminException>(_operator.ExportAsync);

        Assert.Contains("read:client_keys", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void The_file_is_its_owners_alone_and_nobody_elses_is_written_over()
    {
        var path = Path.Combine(_folder, "tokenvault.env");
        SecretFile.Write(path, "A=1\n", replace: false);

        Assert.Contains("--force", Assert.Throws<AdminException>(() => SecretFile.Write(path, "A=2\n", replace: false)).Message, StringComparison.Ordinal);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        SecretFile.Write(path, "A=3\n", replace: true);

        Assert.Equal("A=3\n", File.ReadAllText(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Among_user_secrets_the_others_stay()
    {
        var path = Path.Combine(_folder, "id", "secrets.json");
        new ExportedSettings(new Dictionary<string, string> { ["Auth0:ClientId"] = "first", ["Other"] = "kept" }).WriteToUserSecrets(path);
        new ExportedSettings(new Dictionary<string, string> { ["Auth0:ClientId"] = "second" }).WriteToUserSecrets(path);

        var settings = new ConfigurationBuilder().AddJsonFile(path).Build();
        Assert.Equal(("second", "kept"), (settings["Auth0:ClientId"], settings["Other"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        File.WriteAllText(path, "no json");
        Assert.Contains(path, Assert.Throws<AdminException>(() => new ExportedSettings(new Dictionary<string, string>()).WriteToUserSecrets(path)).Message, StringComparison.Ordinal);
        Assert.EndsWith(Path.Combine("token-vault-agent", "secrets.json"), ExportedSettings.UserSecretsPath, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_one_sentence() =>
        Assert.Contains("cannot be written", Assert.Throws<AdminException>(() => SecretFile.Write(Path.Combine(_folder, "no", "file"), "", replace: false)).Message, StringComparison.Ordinal);
}
