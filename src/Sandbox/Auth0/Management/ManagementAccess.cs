namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary>Who may call the Management API: the bearer of a token of the tenant's for <c>https://{domain}/api/v2/</c>, within its rate.</summary>
internal sealed class ManagementAccess(AccessTokens tokens, Tenant tenant, TimeProvider clock)
{
    private static readonly object Key = new();
    private readonly Lock _lock = new();
    private double _left;
    private DateTimeOffset _seen;

    public static string AudienceOf(string issuer) => issuer + "api/v2/";

    public static IReadOnlySet<string> ScopesOf(HttpContext http) => (IReadOnlySet<string>)http.Items[Key]!;

    /// <exception cref="ManagementException">403.</exception>
    public static void Require(HttpContext http, string scope)
    {
        if (!ScopesOf(http).Contains(scope))
            throw ManagementException.Lacks(scope);
    }

    /// <summary>The filter of all its endpoints.</summary>
    public async ValueTask<object?> CallAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            var bearer = http.Request.Headers.Authorization.ToString();
            if (!bearer.StartsWith("Bearer ", StringComparison.Ordinal))
                throw new ManagementException(StatusCodes.Status401Unauthorized, "missing_token", "Missing authentication");
            if (await tokens.ReadAsync(bearer["Bearer ".Length..]) is not { } token || !token.Audiences.Contains(AudienceOf(tokens.Issuer)))
                throw new ManagementException(StatusCodes.Status401Unauthorized, "invalid_token", "Invalid token");
            Take(http.Response.Headers);
            http.Items[Key] = (token.TryGetPayloadValue<string>("scope", out var scope) ? scope : "").Split(' ').ToHashSet(StringComparer.Ordinal);
            return await next(context);
        }
        catch (ManagementException exception)
        {
            return exception.ToResult();
        }
    }

    /// <summary>A bucket that holds a second's requests (auth0.com/docs/troubleshoot/customer-support/operational-policies/rate-limit-policy).</summary>
    /// <exception cref="ManagementException">429.</exception>
    private void Take(IHeaderDictionary answer)
    {
        var rate = tenant.Settings.ManagementRequestsPerSecond;
        var now = clock.GetUtcNow();
        double left;
        lock (_lock)
        {
            _left = Math.Min(rate, _left + (now - _seen).TotalSeconds * rate);
            _seen = now;
            left = _left;
            if (left >= 1)
                _left--;
        }

        answer["x-ratelimit-limit"] = rate.ToString(System.Globalization.CultureInfo.InvariantCulture);
        answer["x-ratelimit-remaining"] = Math.Max((int)left - 1, 0).ToString(System.Globalization.CultureInfo.InvariantCulture);
        answer["x-ratelimit-reset"] = now.AddSeconds(1).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (left < 1)
            throw new ManagementException(StatusCodes.Status429TooManyRequests, "too_many_requests", "Global limit has been reached");
    }
}
