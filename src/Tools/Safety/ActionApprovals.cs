using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using System.Security.Cryptography;
using System.Text.Json;
using TokenVaultAgent.Tools.Accounts.Consent;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Storage;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>
/// Lets an action through where its tool's policy is met: at once, or by an approval of that very action, which is used for one
/// execution. Thread safe, on several machines too: taking is one conditional write.
/// </summary>
internal sealed class ActionApprovals(
    IDbContextFactory<AgentDbContext> contexts, ToolPolicies policies, IOptions<ConsentOptions> consent, IDataProtectionProvider protection,
    TimeProvider clock, ILogger<ActionApprovals> logger)
{
    private readonly IDataProtector _protector = protection.CreateProtector("approval.summary.v1");

    /// <summary>Returns where the action may be done now.</summary>
    /// <param name="key">
    /// Names the execution: a second call with the same one goes on with it and needs no second approval. Null: the execution is named by
    /// its approval.
    /// </param>
    /// <returns>The execution's key; null where no approval was needed and none was given.</returns>
    /// <exception cref="ToolFailureException"><c>approval_required</c>.</exception>
    public async Task<string?> EnsureAsync(Caller caller, ResolvedAction action, string? key, CancellationToken cancellationToken) =>
        policies.Of(action.Tool) is { NeedsApproval: true } policy
            ? await TakeAsync(caller.Owner, action, key, policy, mayGoOn: true, cancellationToken) ?? throw Required(action, policy)
            : key;

    /// <summary>The same for an action that leaves no record of how far it came: each execution takes an approval of its own.</summary>
    /// <exception cref="ToolFailureException"><c>approval_required</c>.</exception>
    public async Task EnsureOnceAsync(Caller caller, ResolvedAction action, CancellationToken cancellationToken)
    {
        if (policies.Of(action.Tool) is { NeedsApproval: true } policy
            && await TakeAsync(caller.Owner, action, Guid.NewGuid().ToString(), policy, mayGoOn: false, cancellationToken) is null)
            throw Required(action, policy);
    }

    /// <summary>
    /// What a link asks the user to approve; null for one that asks something else, or whose text was encrypted with keys that are lost: that
    /// link ends, so that the next call opens another.
    /// </summary>
    public async Task<(Approval Approval, ActionSummary Summary)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Approvals.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } approval)
            return null;
        try
        {
            return (approval, JsonSerializer.Deserialize(_protector.Unprotect(approval.Summary), SafetyJson.Default.ActionSummary)!);
        }
        catch (CryptographicException)
        {
            SafetyLog.Unreadable(logger, approval.Tool);
            await context.ConsentLinks.Where(l => l.Id == id && l.State == ConsentState.Open)
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, 0L).SetProperty(l => l.OpenKey, (string?)null), cancellationToken);
            return null;
        }
    }

    /// <summary>Notes, before the decision, which MFA stands behind it.</summary>
    public async Task ProveAsync(string id, DateTimeOffset mfaTime, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Approvals.Where(a => a.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.MfaAt, mfaTime.ToUnixTimeMilliseconds()), cancellationToken);
    }

    /// <returns>The execution's key; null where there is no approval for it.</returns>
    private async Task<string?> TakeAsync(
        string owner, ResolvedAction action, string? key, ToolPolicy policy, bool mayGoOn, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var approval in await GrantedAsync(context, owner, action, policy, cancellationToken))
        {
            var execution = key ?? approval.Id;
            if (mayGoOn && approval.TakenBy == execution)
                return execution;
            if (approval.TakenBy is not null)
                continue;
            var taken = await context.Approvals.Where(a => a.Id == approval.Id && a.TakenBy == null)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.TakenBy, execution), cancellationToken);
            if (taken == 1)
            {
                SafetyLog.Taken(logger, action.Tool, approval.Id[..8]);
                return execution;
            }

            // Another call was faster: with the same key it began what this one goes on with.
            if (mayGoOn && await context.Approvals.AnyAsync(a => a.Id == approval.Id && a.TakenBy == execution, cancellationToken))
                return execution;
        }

        return null;
    }

    /// <summary>Approved within the last link's lifetime; those that were used for something come first, or what was begun would not be gone on with.</summary>
    private async Task<List<Approval>> GrantedAsync(
        AgentDbContext context, string owner, ResolvedAction action, ToolPolicy policy, CancellationToken cancellationToken)
    {
        var since = (clock.GetUtcNow() - consent.Value.LinkLifetime).ToUnixTimeMilliseconds();
        var granted = await (
            from approval in context.Approvals.AsNoTracking()
            join link in context.ConsentLinks on approval.Id equals link.Id
            where approval.Owner == owner && approval.Tool == action.Tool && approval.AccountId == action.AccountId && approval.Digest == action.Digest
                && link.Owner == owner && link.State == ConsentState.Granted && link.DecidedAt > since
            orderby approval.TakenBy == null, link.DecidedAt
            select new { approval, link.DecidedAt }).ToListAsync(cancellationToken);
        return [.. granted.Where(g => Meets(g.approval, g.DecidedAt!.Value, policy)).Select(g => g.approval)];
    }

    private static bool Meets(Approval approval, long decidedAt, ToolPolicy policy) =>
        policy.Policy == Policy.Approve || decidedAt - approval.MfaAt <= (long)policy.MaxAge.TotalMilliseconds;

    private ToolFailureException Required(ResolvedAction action, ToolPolicy policy) => new(new ToolFailure(
        FailureCode.ApprovalRequired,
        policy.Policy == Policy.StepUp
            ? "The user must see exactly what this call would do, and approve it with multi-factor authentication."
            : "The user must see exactly what this call would do, and approve it.",
        "Ask the user to approve it, then repeat the call unchanged.")
    {
        Consent = ConsentNeeded.ToApprove(new ActionAsked(
            action.Tool, action.AccountId, action.Digest, _protector.Protect(JsonSerializer.Serialize(action.Summary, SafetyJson.Default.ActionSummary)))),
    });
}
