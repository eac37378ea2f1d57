using System.ComponentModel.DataAnnotations;

namespace TokenVaultAgent.Tools.Providers;

/// <summary>The addresses of the providers' APIs. The defaults are the public ones; a sandbox or a national cloud sets its own.</summary>
internal sealed class ProviderOptions
{
    public const string Section = "Providers";

    /// <summary>Root under which <c>calendar/v3/</c> is found.</summary>
    [Required(ErrorMessage = "is missing")]
    public Uri GoogleCalendarUrl { get; set; } = new("https://www.googleapis.com/");

    /// <summary>Root under which <c>gmail/v1/</c> is found.</summary>
    [Required(ErrorMessage = "is missing")]
    public Uri GmailUrl { get; set; } = new("https://gmail.googleapis.com/");

    /// <summary>Google's OpenID Connect userinfo endpoint.</summary>
    [Required(ErrorMessage = "is missing")]
    public Uri GoogleUserInfoUrl { get; set; } = new("https://openidconnect.googleapis.com/v1/userinfo");

    /// <summary>Microsoft Graph with its version.</summary>
    [Required(ErrorMessage = "is missing")]
    public Uri GraphUrl { get; set; } = new("https://graph.microsoft.com/v1.0");

    /// <summary>How long one attempt at a provider may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:40", ErrorMessage = "must be between 00:00:01 and 00:01:40")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many times a read is tried again after 429, 503 or a connection fault.</summary>
    [Range(0, 5, ErrorMessage = "must be between 0 and 5")]
    public int ReadRetries { get; set; } = 2;

    /// <summary>The longest <c>Retry-After</c> that is waited for; a longer one becomes <c>rate_limited</c> at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30", ErrorMessage = "must be between 00:00:00 and 00:00:30")]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(5);
}
