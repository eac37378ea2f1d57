using Microsoft.Extensions.Logging;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>
/// Tells the operator of each step of an approval, as one event each under the approval's reference: who by a pseudonym, what by the tool;
/// never an address or a word of it.
/// </summary>
internal sealed class ApprovalTrail(ILogger<ApprovalTrail> logger)
{
    public void Note(Approval approval, ApprovalStep step)
    {
        var user = Caller.PseudonymOf(approval.Owner);
        if (step == ApprovalStep.Reported)
            SafetyLog.Reported(logger, approval.Reference, approval.Tool, user, approval.AskedBy);
        else
            SafetyLog.Step(logger, approval.Reference, step, approval.Tool, user, approval.AskedBy);
    }
}

internal enum ApprovalStep
{
    Asked,
    Approved,
    Refused,

    /// <summary>The user does not want to be asked for a while.</summary>
    Paused,

    /// <summary>The user never asked for it.</summary>
    Reported,

    /// <summary>A pause or a report ended early: the user may be asked again.</summary>
    Lifted,

    TakenBack,

    /// <summary>What it approves has begun.</summary>
    Used,

    /// <summary>It was done.</summary>
    Done,

    /// <summary>It was not done; a call with the same key goes on with it.</summary>
    Failed,

    /// <summary>Whether it was done is not known yet.</summary>
    Unknown,
}
