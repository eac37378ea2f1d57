using System.Data.Common;
using Microsoft.Extensions.Logging;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>Has a mail approved by its user, and notes for the operator what came of it.</summary>
internal sealed class MailApprovals(ActionApprovals approvals, AccountIndex accounts, Correspondents correspondents, ILogger<MailApprovals> logger)
{
    /// <returns>The send's key, as <see cref="ActionApprovals.EnsureAsync"/> has it.</returns>
    /// <exception cref="ToolFailureException"><c>approval_required</c>.</exception>
    public async Task<string?> EnsureAsync(Caller caller, AccountAccess access, OutgoingMail mail, string? key, CancellationToken cancellationToken)
    {
        var action = MailAction.Of(mail, await accounts.AddressesOfAsync(caller.Owner, cancellationToken)) with
        {
            Annotate = (summary, cancelled) => correspondents.MarkAsync(summary, access, cancelled),
        };
        return await approvals.EnsureAsync(caller, action, key, cancellationToken);
    }

    /// <summary>The trail must not undo what was done.</summary>
    public async Task NoteOutcomeAsync(SendRecord record)
    {
        var outcome = record.State switch
        {
            SendState.Sent => ApprovalStep.Done,
            SendState.Sending => ApprovalStep.Unknown,
            _ => ApprovalStep.Failed,
        };
        try
        {
            await approvals.NoteOutcomeAsync(record.Owner, MailAction.Tool, record.AccountId, record.IdempotencyKey, outcome, CancellationToken.None);
        }
        catch (DbException exception)
        {
            MailLog.NotRecorded(logger, exception.GetType().Name);
        }
    }
}
