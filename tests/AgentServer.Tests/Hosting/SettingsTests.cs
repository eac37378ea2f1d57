using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using TokenVaultAgent.AgentServer.Hosting;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Settings;
using TokenVaultAgent.Tools.Storage;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Tests.Hosting;

/// <summary>A missing or wrong setting stops the start, and every fault is listed with its key.</summary>
public sealed class SettingsTests
{
    public static readonly TheoryData<string, string?, string> Faults = new()
    {
        { "Mcp:PublicUrl", null, "Mcp:PublicUrl is missing" },
        { "Mcp:PublicUrl", "http://agent.example.com/mcp", "Mcp:PublicUrl must be an absolute https address" },
        { "Mcp:PublicUrl", "https://agent.example.com/", "Mcp:PublicUrl must end in /mcp" },
        { "Mcp:PublicUrl", "https://other.example.com/mcp", "Mcp:PublicUrl and Auth0:Audience must be the same" },
        { "Mcp:InitialScopes:0", "calendar:everything", "Mcp:InitialScopes holds calendar:everything" },
        { "Mcp:AllowedOrigins:0", "chat.example.com", "Mcp:AllowedOrigins holds chat.example.com" },
        { "Mcp:MaxRequestBytes", "5", "Mcp:MaxRequestBytes must be between" },
        { "Auth0:Issuer", null, "Auth0:Issuer is missing" },
        { "Auth0:Issuer", "https://YOUR-TENANT.eu.auth0.com/", "Auth0:Issuer is missing" },
        { "Auth0:Issuer", "https://example.eu.auth0.com", "Auth0:Issuer must be the bare domain with a trailing slash" },
        { "Auth0:Issuer", "http://example.eu.auth0.com/", "Auth0:Issuer must be an absolute https address" },
        { "Auth0:Audience", null, "Auth0:Audience is missing" },
        { "Auth0:ClientId", null, "Auth0:ClientId is missing" },
        { "Auth0:ClientSecret", null, "Auth0: set exactly one of" },
        { "Auth0:PrivateKeyFile", "/nowhere.pem", "Auth0: set exactly one of" },
        { "Vault:Connections:0:Name", "", "Vault:Connections:0:Name is missing" },
        { "Vault:Connections:0:Provider", null, "Vault:Connections:0:Provider is missing" },
        { "Vault:MaxCacheAge", "2.00:00:00", "Vault:MaxCacheAge must be" },
        { "Vault:MaxCacheAge", "soon", "Vault:MaxCacheAge must be a time span such as 00:05:00." },
        { "Vault:MaxEntries", "many", "Vault:MaxEntries must be a whole number." },
        { "Vault:Connections:0:Provider", "Yahoo", "Vault:Connections:0:Provider must be one of Google, Microsoft." },
        { "Vault:Connections:0:Nam", "x", "Vault:Connections:0:Nam is no setting. Vault:Connections:0 has Name, Provider." },
        { "Auth0:Audiance", "x", "Auth0:Audiance is no setting. Auth0 has Issuer, OtherDomains, Audience" },
        { "Providers:GraphUrl", "http://graph.example.com/v1.0", "Providers:GraphUrl must be an absolute https address" },
        { "Providers:ReadRetries", "50", "Providers:ReadRetries must be between 0 and 5" },
        { "Storage:ConnectionString", "", "Storage:ConnectionString" },
        { "StepUp:Policies:mail_send:Policy", "allow", "StepUp:Policies:mail_send is no tool. There are accounts_connect, " },
        { "StepUp:Policies:mail_send_message:Policy", "Allow", "StepUp:Policies:mail_send_message:Policy must be one of allow, approve, step_up, deny." },
        { "StepUp:Policies:mail_send_message:Polcy", "allow", "StepUp:Policies:mail_send_message:Polcy is no setting." },
        { "StepUp:Policies:mail_send_message:MaxAge", "13:00:00", "StepUp:Policies:mail_send_message:MaxAge must be between 00:01:00 and 12:00:00." },
        { "StepUp:MaxAge", "00:00:01", "StepUp:MaxAge must be between 00:01:00 and 12:00:00." },
        { "StepUp:HttpChallenge", "maybe", "StepUp:HttpChallenge must be true or false." },
        { "StepUp:ClaimNamespace", "", "StepUp:ClaimNamespace must be the namespace" },
        { "Auth0:WebClient:ClientId", null, "Auth0:WebClient:ClientId is missing: mail_send_message must be approved on this server's pages" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_told_with_its_key(string key, string? value, string expected)
    {
        var settings = Good();
        settings[key] = value;

        var faults = StartFaults(settings);

        Assert.Contains(faults, fault => fault.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_of_all_sections_are_told_at_once()
    {
        var faults = StartFaults([]);

        foreach (var section in new[] { "Mcp:PublicUrl", "Auth0:Issuer", "Auth0:Audience", "Auth0:ClientId", "Auth0: set exactly one", "Vault:Connections" })
            Assert.Contains(faults, fault => fault.StartsWith(section, StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_read_hides_nothing_of_the_rest()
    {
        var settings = Good();
        settings["Vault:MaxCacheAge"] = "soon";
        settings["Vault:MaxEntrys"] = "5";
        settings["Vault:Connections:0:Name"] = "";
        settings["Mcp:MaxRequestBytes"] = "many";
        settings["Mcp:PublicUrl"] = "http://agent.example.com/mcp";
        settings["StepUp:HttpChallenge"] = "maybe";
        settings["StepUp:Policies:mail_send:Policy"] = "allow";

        var faults = StartFaults(settings);

        Assert.Equal(
            ["Mcp:MaxRequestBytes", "Mcp:PublicUrl", "StepUp:HttpChallenge", "StepUp:Policies:mail_send", "Vault:Connections:0:Name", "Vault:MaxCacheAge", "Vault:MaxEntrys"],
            faults.Select(fault => fault.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Good_settings_have_no_fault()
    {
        Assert.Empty(StartFaults(Good()));
    }

    [Fact]
    public void No_fault_repeats_a_secret()
    {
        var settings = Good();
        settings["Auth0:PrivateKey"] = "a-private-key-that-is-none";

        var faults = StartFaults(settings);

        Assert.NotEmpty(faults);
        Assert.DoesNotContain(faults, fault => fault.Contains("a-private-key", StringComparison.Ordinal) || fault.Contains("a-secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(McpOptions.Section, typeof(McpOptions))]
    [InlineData(Auth0Options.Section, typeof(Auth0Options))]
    [InlineData(VaultOptions.Section, typeof(VaultOptions))]
    [InlineData(ProviderOptions.Section, typeof(ProviderOptions))]
    [InlineData(StorageOptions.Section, typeof(StorageOptions))]
    [InlineData(DecisionOptions.Section, typeof(DecisionOptions))]
    [InlineData(StepUpOptions.Section, typeof(StepUpOptions))]
    public void The_sample_lists_exactly_the_settings_of_a_section(string section, Type options)
    {
        var sample = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "appsettings.sample.json")).Build();

        var listed = sample.GetSection(section).GetChildren().Select(child => child.Key).Order();

        Assert.Equal(options.GetProperties().Select(property => property.Name).Order(), listed);
    }

    [Fact]
    public void The_sample_shows_the_defaults()
    {
        var sample = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "appsettings.sample.json")).Build();

        Assert.Equivalent(new ProviderOptions(), sample.GetSection(ProviderOptions.Section).Get<ProviderOptions>(), strict: true);
        Assert.Equal(new VaultOptions().MaxCacheAge, sample.GetSection(VaultOptions.Section).Get<VaultOptions>()!.MaxCacheAge);
        Assert.Equal(new VaultOptions().ExpiryMargin, sample.GetSection(VaultOptions.Section).Get<VaultOptions>()!.ExpiryMargin);
        Assert.Equal(new VaultOptions().MaxEntries, sample.GetSection(VaultOptions.Section).Get<VaultOptions>()!.MaxEntries);
        Assert.Equal(new VaultOptions().ExchangeTimeout, sample.GetSection(VaultOptions.Section).Get<VaultOptions>()!.ExchangeTimeout);
        Assert.Equal(new McpOptions().MaxRequestBytes, sample.GetSection(McpOptions.Section).Get<McpOptions>()!.MaxRequestBytes);
        Assert.Equivalent(new DecisionOptions(), sample.GetSection(DecisionOptions.Section).Get<DecisionOptions>(), strict: true);
        var stepUp = sample.GetSection(StepUpOptions.Section).Get<StepUpOptions>()!;
        Assert.All(ToolPolicies.Tools, tool => Assert.Equal(ToolPolicies.Effective(tool, new StepUpOptions()), ToolPolicies.Effective(tool, stepUp)));
        stepUp.Policies.Clear();
        Assert.Equivalent(new StepUpOptions(), stepUp, strict: true);
        Assert.Equal(new StorageOptions().ConnectionString, sample.GetSection(StorageOptions.Section).Get<StorageOptions>()!.ConnectionString);
    }

    [Fact]
    public async Task The_program_ends_with_78_and_the_list_of_faults()
    {
        var (exitCode, errors) = await RunAsync();

        Assert.Equal(78, exitCode);
        Assert.Contains("  - Auth0:Issuer is missing", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> StartFaults(Dictionary<string, string?> settings)
    {
        try
        {
            using var app = (IDisposable)AgentServerHost.Build([], builder =>
            {
                builder.Configuration.Sources.Clear();
                builder.Configuration.AddInMemoryCollection(settings);
            });
            return [];
        }
        catch (SettingsException exception)
        {
            return exception.Faults;
        }
    }

    private static Dictionary<string, string?> Good() => new()
    {
        ["Mcp:PublicUrl"] = "https://agent.example.com/mcp",
        ["Auth0:Issuer"] = "https://example.eu.auth0.com/",
        ["Auth0:Audience"] = "https://agent.example.com/mcp",
        ["Auth0:ClientId"] = "client",
        ["Auth0:ClientSecret"] = "a-secret",
        ["Auth0:WebClient:ClientId"] = "web",
        ["Auth0:WebClient:ClientSecret"] = "a-secret",
        ["Vault:Connections:0:Name"] = "google-oauth2",
        ["Vault:Connections:0:Provider"] = "Google",
    };

    private static async Task<(int ExitCode, string Errors)> RunAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AgentServerHost).Assembly.Location])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await errors + await output);
    }
}
