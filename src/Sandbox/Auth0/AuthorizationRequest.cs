namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>A valid request at <c>/authorize</c>, after the tenant decided what of it may be granted.</summary>
internal sealed record AuthorizationRequest
{
    public required OAuthClient Client { get; init; }

    public required Uri RedirectUri { get; init; }

    public string? State { get; init; }

    public string? Nonce { get; init; }

    /// <summary>Null: no API was asked for, and the access token is for <c>/userinfo</c> alone.</summary>
    public ApiResource? Api { get; init; }

    /// <summary>The scopes that the client may have, in the order in which it asked.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    public required string CodeChallenge { get; init; }

    public string? LoginHint { get; init; }

    public string? Prompt { get; init; }

    public int? MaxAge { get; init; }

    public IReadOnlyList<string> AcrValues { get; init; } = [];
}

/// <summary>A browser's way through login and consent for one request.</summary>
internal sealed class Transaction(string id, AuthorizationRequest request)
{
    public string Id { get; } = id;

    public AuthorizationRequest Request { get; } = request;

    /// <summary>The user gave a password in this transaction, so that <c>prompt=login</c> and <c>max_age</c> are met.</summary>
    public bool LoggedIn { get; set; }

    /// <summary>The user accepted in this transaction, so that <c>prompt=consent</c> is met.</summary>
    public bool Consented { get; set; }
}

/// <summary>A browser's session at the tenant.</summary>
internal sealed record LoginSession(string Id, TenantUser User, DateTimeOffset AuthTime)
{
    /// <summary>When a second factor was last given in this session.</summary>
    public DateTimeOffset? MfaTime { get; init; }
}
