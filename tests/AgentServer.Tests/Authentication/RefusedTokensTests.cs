using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using TokenVaultAgent.AgentServer.Authentication;

namespace TokenVaultAgent.AgentServer.Tests.Authentication;

/// <summary>The operator reads why tokens are refused, and whoever sends many bad ones fills no log.</summary>
public sealed class RefusedTokensTests
{
    private readonly FakeLogger<RefusedTokens> _log = new();
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Each_reason_is_told_once_a_minute()
    {
        var refused = new RefusedTokens(_log, _clock);

        for (var i = 0; i < 3; i++)
            refused.Note(new SecurityTokenInvalidAudienceException("of a token"));
        refused.Note(new SecurityTokenMalformedException());
        _clock.Advance(TimeSpan.FromMinutes(1));
        refused.Note(new SecurityTokenInvalidAudienceException());

        var told = _log.Collector.GetSnapshot().Select(record => record.Message).ToList();
        Assert.Equal(3, told.Count);
        Assert.Contains("SecurityTokenInvalidAudienceException", told[0], StringComparison.Ordinal);
        Assert.DoesNotContain("of a token", told[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_is_over_is_nothing_to_tell()
    {
        new RefusedTokens(_log, _clock).Note(new SecurityTokenExpiredException());

        Assert.Equal(0, _log.Collector.Count);
    }
}
