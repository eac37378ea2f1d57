namespace TokenVaultAgent.Sandbox.Auth0.Actions;

/// <summary>
/// One run of the post-login trigger: what it is about, how far it has come, and what the Actions have asked for so far. A browser's run
/// outlives the request that began it, because a challenge pauses it.
/// </summary>
internal sealed class ActionTransaction(string protocol, OAuthClient client, TenantUser user)
{
    /// <summary>A value of <c>event.transaction.protocol</c>.</summary>
    public string Protocol { get; } = protocol;

    public OAuthClient Client { get; } = client;

    public TenantUser User { get; set; } = user;

    public ApiResource? Api { get; init; }

    /// <summary>As the client asked, granted or not.</summary>
    public IReadOnlyList<string> RequestedScopes { get; init; } = [];

    /// <summary>Null where the request had none: then the event has none either.</summary>
    public IReadOnlyList<string>? AcrValues { get; init; }

    /// <summary>The id of the organization that the login is to; null for none.</summary>
    public string? Organization { get; init; }

    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>The session at the tenant; null where there is no browser.</summary>
    public LoginSession? Session { get; set; }

    /// <summary>The refresh token that is being redeemed; null at anything but a refresh.</summary>
    public RefreshGrant? RefreshToken { get; init; }

    /// <summary>What the Actions have set for the refresh token that this run issues or renews.</summary>
    public Dictionary<string, string> RefreshTokenMetadata { get; init; } = [];

    /// <summary>It is a Token Vault exchange, by whatever protocol it presents itself.</summary>
    public bool IsVaultExchange { get; init; }

    /// <summary>
    /// Changes of target scopes are ignored, without an error (auth0.com/docs/customize/actions/handling-scopes-in-actions).
    /// </summary>
    public bool IgnoresTargetScopes => Protocol == "oidc-ciba";

    /// <summary>What the tokens of this run, and every refresh after it, may hold.</summary>
    public required List<string> TargetScopes { get; set; }

    /// <summary>What this run's access token lacks, though a refresh may bring it.</summary>
    public HashSet<string> RemovedScopes { get; } = [];

    public HashSet<string> AddedScopes { get; } = [];

    public Dictionary<string, object> AccessTokenClaims { get; } = [];

    public Dictionary<string, object> IdTokenClaims { get; } = [];

    /// <summary>Index of the Action that runs next.</summary>
    public int Next { get; set; }

    /// <summary>Challenges and enrolments so far; Auth0 allows four.</summary>
    public int Demands { get; set; }

    /// <summary>An Action called <c>api.multifactor.enable</c>, which takes effect when all have run.</summary>
    public bool EndsWithMfa { get; set; }

    /// <summary>The factors that were met in this run.</summary>
    public HashSet<string> Met { get; } = [];

    public IReadOnlyList<string> AccessTokenScopes => [.. TargetScopes.Except(RemovedScopes).Union(AddedScopes)];
}

/// <summary>Where a run stands.</summary>
internal abstract record ActionOutcome
{
    /// <summary>All Actions have run.</summary>
    public sealed record Done : ActionOutcome;

    /// <summary>The user must meet one of these factors before the next Action runs.</summary>
    public sealed record Challenge(IReadOnlyList<string> Factors) : ActionOutcome;

    /// <summary>The user must enrol one of these factors before the next Action runs.</summary>
    public sealed record Enrolment(IReadOnlyList<string> Factors) : ActionOutcome;

    /// <summary>The login is refused, by an Action's own word or because it failed.</summary>
    public sealed record Refusal(string Reason) : ActionOutcome;
}
