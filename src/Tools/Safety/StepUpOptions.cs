using System.ComponentModel.DataAnnotations;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>What tools take besides scopes, and how a user proves presence.</summary>
internal sealed class StepUpOptions
{
    public const string Section = "StepUp";

    /// <summary>By tool name. A tool that is not named has its own default.</summary>
    public IDictionary<string, ToolPolicyOptions> Policies { get; init; } = new Dictionary<string, ToolPolicyOptions>(StringComparer.Ordinal);

    /// <summary>How old an MFA may be that an approval rests on, where the tool's policy does not say.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "12:00:00", ErrorMessage = "must be between 00:01:00 and 12:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Where users are asked to approve.</summary>
    public ApprovalChannel Channel { get; set; }

    /// <summary>Whether the endpoint itself answers a stale MFA with RFC 9470's challenge. Few clients can do anything with it.</summary>
    public bool HttpChallenge { get; set; }

    /// <summary>Whether an MFA counts whose factor the user enrolled in that very login, where the password alone stood behind it.</summary>
    public bool AllowEnrolment { get; set; } = true;

    /// <summary>What stands before the names of the Actions' claims; as in their secret <c>CLAIM_NAMESPACE</c>.</summary>
    [Required(ErrorMessage = "must be the namespace of the Actions' claims")]
    public string ClaimNamespace { get; set; } = "https://token-vault-agent/";
}

/// <summary>Where users are asked to approve.</summary>
internal enum ApprovalChannel
{
    /// <summary>On this server's page, by a link in the chat.</summary>
    Page,

    /// <summary>On the phone, by the tenant's push notification (CIBA); on the page where that cannot be.</summary>
    Ciba,
}

/// <summary>The operator's word on one tool.</summary>
internal sealed class ToolPolicyOptions
{
    private static readonly Dictionary<string, Policy> Names = new(StringComparer.Ordinal)
    {
        ["allow"] = Safety.Policy.Allow,
        ["approve"] = Safety.Policy.Approve,
        ["step_up"] = Safety.Policy.StepUp,
        ["deny"] = Safety.Policy.Deny,
    };

    public static IReadOnlyCollection<string> Policies => Names.Keys;

    /// <summary><c>allow</c>, <c>approve</c>, <c>step_up</c> or <c>deny</c>; null for the tool's default.</summary>
    public string? Policy { get; set; }

    /// <summary>With <c>step_up</c>: how old the MFA may be; null for <see cref="StepUpOptions.MaxAge"/>.</summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>Null where none is set.</summary>
    /// <exception cref="KeyNotFoundException">It is none of the four; the validator tells the operator.</exception>
    public Policy? Read() => Policy is null ? null : Names[Policy];
}
