namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>An OAuth error with the status that Auth0 gives it: often 401 or 403 where RFC 6749 has 400.</summary>
internal sealed class OAuthErrorException(int status, string error, string description) : Exception($"{error}: {description}")
{
    public int Status { get; } = status;

    public string Error { get; } = error;

    public string Description { get; } = description;

    /// <summary>Only with <c>mfa_required</c>.</summary>
    public string? MfaToken { get; init; }

    /// <summary>Seconds; only with <c>slow_down</c>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>In the form that the tenant is set to.</summary>
    public IResult ToResult(TenantSettings settings) => settings.TokenErrors == TokenErrors.Reported ? ToResult() : AsDocumented().ToResult();

    private OAuthErrorException AsDocumented() => (Status, Error) switch
    {
        (403, "invalid_grant" or "unsupported_grant_type") => new(400, Error, Description),
        (403, "mfa_required") => new(401, Error, Description) { MfaToken = MfaToken },
        (401, "access_denied") => new(401, "invalid_client", Description),
        _ => this,
    };

    private IResult ToResult()
    {
        var body = new Dictionary<string, string> { ["error"] = Error, ["error_description"] = Description };
        if (MfaToken is not null)
            body["mfa_token"] = MfaToken;
        return RetryAfter is { } seconds
            ? new WithRetryAfter(Results.Json(body, statusCode: Status), seconds)
            : Results.Json(body, statusCode: Status);
    }

    public static OAuthErrorException InvalidRequest(string description) => new(400, "invalid_request", description);

    public static OAuthErrorException InvalidGrant(string description) => new(403, "invalid_grant", description);

    public static OAuthErrorException Unauthorized() => new(401, "access_denied", "Unauthorized");

    public static OAuthErrorException GrantNotAllowed(string grant) =>
        new(403, "unauthorized_client", $"Grant type '{grant}' not allowed for the client.");

    private sealed class WithRetryAfter(IResult result, int seconds) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return result.ExecuteAsync(httpContext);
        }
    }
}
