namespace TokenVaultAgent.Tools.Storage;

/// <summary>A session of this server's pages that its user has ended. The cookie itself says nothing of it: a copy would go on.</summary>
internal sealed class EndedSession
{
    public required string Id { get; init; }

    /// <summary>Unix time in milliseconds, after which the cookie is over anyway.</summary>
    public long ExpiresAt { get; init; }
}
