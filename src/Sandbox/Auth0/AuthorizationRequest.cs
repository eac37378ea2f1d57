using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.Auth0.Phone;

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

    /// <summary>As the client asked.</summary>
    public IReadOnlyList<string> RequestedScopes { get; init; } = [];

    /// <summary>The parameters as they came, for <c>event.request.query</c>.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>The scopes that the client may have, in the order in which it asked.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    public required string CodeChallenge { get; init; }

    public string? LoginHint { get; init; }

    public string? Prompt { get; init; }

    /// <summary>The id of the organization that the user is to log in to; null for none.</summary>
    public string? Organization { get; init; }

    public int? MaxAge { get; init; }

    /// <summary>Null where the client asked for none.</summary>
    public IReadOnlyList<string>? AcrValues { get; init; }
}

/// <summary>A browser's way through login and consent for one request.</summary>
internal sealed class Transaction(string id, AuthorizationRequest request)
{
    /// <summary>A step is taken at a time, though a browser may send two forms at once.</summary>
    public Lock Lock { get; } = new();

    public string Id { get; } = id;

    public AuthorizationRequest Request { get; } = request;

    /// <summary>The user gave a password in this transaction, so that <c>prompt=login</c> and <c>max_age</c> are met.</summary>
    public bool LoggedIn { get; set; }

    /// <summary>The post-login trigger's run; null until the user has logged in.</summary>
    public ActionTransaction? Actions { get; set; }

    /// <summary>What the user must do before the run goes on: a challenge or an enrolment; null for nothing.</summary>
    public ActionOutcome? Demand { get; set; }

    /// <summary>Of the authenticator app that is being enrolled.</summary>
    public string? NewTotpSecret { get; set; }

    public int WrongCodes { get; set; }

    /// <summary>What was pushed to the user's phone; null for nothing yet.</summary>
    public PhoneNotification? Push { get; set; }

    /// <summary>The user accepted in this transaction, so that <c>prompt=consent</c> is met.</summary>
    public bool Consented { get; set; }
}

/// <summary>A browser's session at the tenant.</summary>
internal sealed record LoginSession(string Id, TenantUser User, DateTimeOffset AuthTime)
{
    /// <summary>When a second factor was last given in this session.</summary>
    public DateTimeOffset? MfaTime { get; init; }
}
