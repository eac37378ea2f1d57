namespace TokenVaultAgent.Tools.Safety;

/// <summary>What a call of a tool takes besides its scopes. In settings: <c>allow</c>, <c>approve</c>, <c>step_up</c>, <c>deny</c>.</summary>
internal enum Policy
{
    /// <summary>Nothing more.</summary>
    Allow,

    /// <summary>The user sees the very action on a page of this server and approves it.</summary>
    Approve,

    /// <summary>The same, by a user who has proven presence with MFA a short while ago.</summary>
    StepUp,

    /// <summary>The tool is off: it is not listed, and refused.</summary>
    Deny,
}

/// <param name="MaxAge">With <see cref="Policy.StepUp"/>: how old the MFA may be when the user approves.</param>
internal sealed record ToolPolicy(Policy Policy, TimeSpan MaxAge)
{
    public bool NeedsApproval => Policy is Policy.Approve or Policy.StepUp;
}

/// <summary>What a tool takes where the operator does not say. A tool that only reads has <see cref="Policy.Allow"/>; every other declares it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DefaultPolicyAttribute(Policy policy) : Attribute
{
    public Policy Policy { get; } = policy;
}

/// <summary>
/// The tool has its action approved itself, once that is resolved. Any other that needs an approval is approved by its arguments, before
/// it runs.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ResolvesActionAttribute : Attribute;
