using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using TokenVaultAgent.AgentServer.Authentication;

namespace TokenVaultAgent.AgentServer.Tests.Authentication;

public sealed class ValidatedTokensTests : IDisposable
{
    private const string Issuer = "https://tenant.example/";
    private const string Audience = "https://api.example/mcp";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ValidatedTokens _tokens = new(TimeProvider.System);
    private readonly Keys _keys = new();

    public ValidatedTokensTests() => _keys.Are(_rsa);

    public void Dispose()
    {
        _tokens.Dispose();
        _rsa.Dispose();
    }

    [Fact]
    public async Task A_token_is_known_again()
    {
        var token = Token(_rsa, TimeSpan.FromHours(1));

        var first = await CheckAsync(token);
        Assert.True(first.IsValid);
        Assert.Same(first, await CheckAsync(token));
    }

    [Fact]
    public async Task A_key_that_the_tenant_takes_away_ends_the_tokens_that_it_signed()
    {
        var token = Token(_rsa, TimeSpan.FromHours(1));
        Assert.True((await CheckAsync(token)).IsValid);
        using var other = RSA.Create(2048);
        _keys.Are(other);

        Assert.False((await CheckAsync(token)).IsValid);
    }

    [Fact]
    public async Task Another_signature_on_the_same_words_is_another_token()
    {
        var token = Token(_rsa, TimeSpan.FromHours(1));
        Assert.True((await CheckAsync(token)).IsValid);

        using var other = RSA.Create(2048);
        Assert.False((await CheckAsync(token[..token.LastIndexOf('.')] + Token(other, TimeSpan.FromHours(1))[token.LastIndexOf('.')..])).IsValid);
    }

    [Fact]
    public async Task What_is_over_is_checked_each_time()
    {
        // Within the clock's skew: still good, and never remembered.
        var token = Token(_rsa, TimeSpan.FromSeconds(-5));

        var first = await CheckAsync(token);
        Assert.True(first.IsValid);
        Assert.NotSame(first, await CheckAsync(token));
    }

    [Fact]
    public async Task A_refusal_is_not_remembered()
    {
        using var other = RSA.Create(2048);
        var token = Token(other, TimeSpan.FromHours(1));
        Assert.False((await CheckAsync(token)).IsValid);
        _keys.Are(other);

        Assert.True((await CheckAsync(token)).IsValid);
    }

    private Task<TokenValidationResult> CheckAsync(string token) => _tokens.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ConfigurationManager = _keys,
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        ClockSkew = TimeSpan.FromSeconds(30),
    });

    private static string Token(RSA key, TimeSpan life)
    {
        var expires = TimeProvider.System.GetUtcNow().UtcDateTime + life;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            Expires = expires,
            IssuedAt = expires.AddHours(-2),
            NotBefore = expires.AddHours(-2),
            Subject = new System.Security.Claims.ClaimsIdentity([new("sub", "auth0|1")]),
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>The tenant's keys, as they are read anew.</summary>
    private sealed class Keys : BaseConfigurationManager
    {
        private OpenIdConnectConfiguration _current = new();

        public void Are(RSA key)
        {
            _current = new OpenIdConnectConfiguration { Issuer = Issuer };
            _current.SigningKeys.Add(new RsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } });
        }

        public override Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) => Task.FromResult<BaseConfiguration>(_current);

        public override void RequestRefresh()
        {
        }
    }
}
