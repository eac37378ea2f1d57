using Microsoft.IdentityModel.Tokens;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.AgentServer.Authentication;

/// <summary>Tells the operator that access tokens are refused, and why: once a minute for each reason, since anybody can send any token.</summary>
internal sealed partial class RefusedTokens(ILogger<RefusedTokens> logger, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>By reason, the type of an exception: there are few.</summary>
    private readonly Dictionary<string, DateTimeOffset> _toldAt = new(StringComparer.Ordinal);

    /// <summary>A token that is over is everyday.</summary>
    public void Note(Exception reason)
    {
        if (reason is SecurityTokenExpiredException)
            return;
        var (name, now) = (reason.GetType().Name, clock.GetUtcNow());
        lock (_toldAt)
        {
            if (_toldAt.TryGetValue(name, out var at) && now - at < Pause)
                return;
            _toldAt[name] = now;
        }

        Refused(logger, name);
    }

    [LoggerMessage(520, LogLevel.Warning, "An access token was refused ({Reason}). Where they all are, " + OperatorHelp.Check + " looks at the API")]
    private static partial void Refused(ILogger logger, string reason);
}
