using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TokenVaultAgent.AgentServer.Authentication;

/// <summary>
/// Validates an access token the first time and after every change of the tenant's keys, and in between recognizes it until it expires: an
/// agent sends the same token with every call. Tokens are kept by their digest, so that timing tells nothing about one. Thread safe.
/// </summary>
internal sealed class ValidatedTokens : JsonWebTokenHandler, IDisposable
{
    /// <summary>Each takes some kilobytes; where more are in use, some are checked again.</summary>
    private const int MaxTokens = 2_000;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxTokens });

    private readonly TimeProvider _clock;

    public ValidatedTokens(TimeProvider clock)
    {
        _clock = clock;
        MapInboundClaims = false;
    }

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        // The tenant's, as they are now: another object after every change.
        var keys = await validationParameters.ConfigurationManager.GetBaseConfigurationAsync(CancellationToken.None);
        if (_known.TryGetValue(digest, out Known? known) && known!.Keys == keys && _clock.GetUtcNow() < known.Until)
            return known.Outcome;
        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (!result.IsValid)
            return result;
        using var slot = _known.CreateEntry(digest);
        (slot.Value, slot.Size, slot.AbsoluteExpiration) = (new Known(result, keys, result.SecurityToken.ValidTo), 1, result.SecurityToken.ValidTo);
        return result;
    }

    public void Dispose() => _known.Dispose();

    private sealed record Known(TokenValidationResult Outcome, BaseConfiguration Keys, DateTimeOffset Until);
}
