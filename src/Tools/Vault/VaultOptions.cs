using System.ComponentModel.DataAnnotations;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>How provider tokens are obtained and how long they are kept.</summary>
internal sealed class VaultOptions
{
    public const string Section = "Vault";

    /// <summary>The Auth0 connections through which users connect accounts, in the order in which results name them.</summary>
    public IList<VaultConnection> Connections { get; init; } = [];

    /// <summary>
    /// The longest time a provider token is kept. It bounds how long a revocation made elsewhere (in the Auth0 dashboard, at the
    /// provider) goes unnoticed.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "must be between 00:00:00 and 01:00:00")]
    public TimeSpan MaxCacheAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long before its expiry a provider token is no longer handed out.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00", ErrorMessage = "must be between 00:00:05 and 00:10:00")]
    public TimeSpan ExpiryMargin { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many provider tokens are kept at most; over it, the least recently used go.</summary>
    [Range(1, 10_000_000, ErrorMessage = "must be between 1 and 10000000")]
    public int MaxEntries { get; set; } = 100_000;

    /// <summary>How many exchanges are made for one user in a minute at most, by each replica. What is cached needs none.</summary>
    [Range(1, 6_000, ErrorMessage = "must be between 1 and 6000")]
    public int MaxExchangesPerMinute { get; set; } = 60;

    /// <summary>How long one exchange may take, its retries included.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ErrorMessage = "must be between 00:00:01 and 00:01:00")]
    public TimeSpan ExchangeTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>One Auth0 connection with Connected Accounts for Token Vault.</summary>
internal sealed class VaultConnection
{
    /// <summary>Its name in Auth0, for example <c>google-oauth2</c>.</summary>
    public string Name { get; set; } = "";

    public Provider? Provider { get; set; }
}
