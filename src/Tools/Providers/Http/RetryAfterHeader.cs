namespace TokenVaultAgent.Tools.Providers.Http;

/// <summary><c>Retry-After</c> in both of its forms, seconds and date (RFC 9110 section 10.2.3).</summary>
internal static class RetryAfterHeader
{
    /// <summary>Null without the header; never negative.</summary>
    public static TimeSpan? Read(HttpResponseMessage response, DateTimeOffset now)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
