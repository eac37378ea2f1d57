using System.ComponentModel.DataAnnotations;

namespace TokenVaultAgent.Tools.Links;

/// <summary>How users are asked.</summary>
internal sealed class DecisionOptions
{
    public const string Section = "Consent";

    /// <summary>How long a link is good for.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "01:00:00", ErrorMessage = "must be between 00:02:00 and 01:00:00")]
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>For how long a user who declined is not asked the very same again.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "must be between 00:00:00 and 1.00:00:00")]
    public TimeSpan DeclinePause { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>For how long a tool asks nothing more at an account where the user does not want to be asked for a while.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00", ErrorMessage = "must be between 00:05:00 and 7.00:00:00")]
    public TimeSpan StopPause { get; set; } = TimeSpan.FromHours(1);

    /// <summary>For how long a tool asks nothing more at an account where the user reported what it was to do.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00", ErrorMessage = "must be between 00:05:00 and 30.00:00:00")]
    public TimeSpan ReportPause { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a repeated call waits for the user's decision before it asks again.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:55", ErrorMessage = "must be between 00:00:00 and 00:00:55")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Until when a refusal holds, in Unix milliseconds; null where the link is not refused or the user has lifted it.</summary>
    public long? RefusedUntil(DecisionLink link)
    {
        TimeSpan? pause = link.State switch
        {
            DecisionState.Declined => DeclinePause,
            DecisionState.Paused => StopPause,
            DecisionState.Reported => ReportPause,
            _ => null,
        };
        return link.LiftedAt is null && pause is { } length ? link.DecidedAt + (long)length.TotalMilliseconds : null;
    }
}
