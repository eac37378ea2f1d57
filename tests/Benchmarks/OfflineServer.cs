using Microsoft.EntityFrameworkCore;
using TokenVaultAgent.AgentServer;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Storage;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Benchmarks;

/// <summary>This server's parts as it puts them together, with a database and without a tenant: nothing is asked of one.</summary>
internal sealed class OfflineServer : IDisposable
{
    public const string Connection = "google-oauth2";

    private const string Issuer = "http://127.0.0.1:5998/";

    private readonly DirectoryInfo _storage = Directory.CreateTempSubdirectory("token-vault-agent-bench-");
    private readonly WebApplication _app;

    public OfflineServer()
    {
        _app = AgentServerHost.Build([], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Mcp:PublicUrl"] = "http://127.0.0.1:5999/mcp",
                ["Auth0:Issuer"] = Issuer,
                ["Auth0:Audience"] = "http://127.0.0.1:5999/mcp",
                ["Auth0:ClientId"] = "id",
                ["Auth0:ClientSecret"] = "secret",
                ["StepUp:Policies:mail_send_message:Policy"] = "deny",
                ["Vault:Connections:0:Name"] = Connection,
                ["Vault:Connections:0:Provider"] = "Google",
                ["Storage:ConnectionString"] = $"Data Source={Path.Combine(_storage.FullName, "agent.db")}",
            });
        });
        using var context = Get<IDbContextFactory<AgentDbContext>>().CreateDbContext();
        context.Database.Migrate();
    }

    public IServiceProvider Services => _app.Services;

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static Caller User(int number) => new()
    {
        Issuer = Issuer,
        Subject = $"auth0|6650f0c2a1b2c3d4e5f{number:D6}",
        SubjectToken = new SubjectToken("access-token", SubjectTokenType.AccessToken),
        SubjectTokenExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1),
        Scopes = new HashSet<string> { "calendar:read", "mail:read" },
    };

    /// <summary>As after an exchange.</summary>
    public async Task<ProviderToken> GrantAsync(Caller caller)
    {
        var token = new ProviderToken(
            $"ya29.{caller.Subject}-{new string('x', 180)}", GrantedScopes.Of("openid email https://www.googleapis.com/auth/calendar.readonly https://www.googleapis.com/auth/gmail.readonly"),
            TimeProvider.System.GetUtcNow().AddHours(1));
        var key = TokenKey.For(caller, Connection, null);
        await Get<TokenCache>().AddAsync(key, token, caller.SubjectTokenExpiresAt, await Get<IGenerations>().CurrentAsync(key, default), default);
        return token;
    }

    public void Dispose()
    {
        ((IDisposable)_app).Dispose();
        _storage.Delete(recursive: true);
    }
}
