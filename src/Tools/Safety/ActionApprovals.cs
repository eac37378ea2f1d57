using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Storage;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>
/// Lets an action through where its tool's policy is met: at once, or by an approval of that very action, which is used for one
/// execution. Thread safe, on several machines too: taking is one conditional write.
/// </summary>
internal sealed class ActionApprovals(
    IDbContextFactory<AgentDbContext> contexts, DecisionLinks links, ToolPolicies policies, IOptions<DecisionOptions> options, ActionSummaries summaries,
    ApprovalTrail trail, TimeProvider clock, ILogger<ActionApprovals> logger)
{
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
    /// The open link for the action, or a new one; or the link by which the user refused this very action a moment ago, or anything that
    /// this tool wants to do with this account.
    /// </summary>
    public async Task<DecisionLink> AskAsync(string owner, ApprovalNeeded needed, CancellationToken cancellationToken) =>
        await FindRefusedAsync(owner, needed, cancellationToken) ?? await OpenAsync(owner, needed, cancellationToken);

    /// <summary>Notes what came of an execution; nothing where it needed no approval.</summary>
    /// <param name="key">That of the execution.</param>
    public async Task NoteOutcomeAsync(
        string owner, string tool, string accountId, string key, ApprovalStep outcome, CancellationToken cancellationToken)
    {
        if (!policies.Of(tool).NeedsApproval)
            return;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Set<Approval>().AsNoTracking().FirstOrDefaultAsync(
                a => a.Owner == owner && a.Tool == tool && a.AccountId == accountId && a.TakenBy == key, cancellationToken) is { } approval)
            trail.Note(approval, outcome);
    }

    /// <summary>
    /// What a link asks the user to approve; null for one that asks something else, or whose text was encrypted with keys that are lost: that
    /// link ends, so that the next call opens another.
    /// </summary>
    public async Task<(Approval Approval, ActionSummary Summary)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Set<Approval>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } approval)
            return null;
        if (summaries.Read(approval) is { } summary)
            return (approval, summary);
        SafetyLog.Unreadable(logger, approval.Tool);
        await links.EndAsync(id, cancellationToken);
        return null;
    }

    /// <summary>The user's questions of late, the newest first; those whose text cannot be read are left out.</summary>
    public async Task<IReadOnlyList<(DecisionLink Link, Approval Approval, ActionSummary Summary)>> RecentAsync(
        string owner, int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var recent = await (
            from approval in context.Set<Approval>().AsNoTracking()
            join link in context.Set<DecisionLink>() on approval.Id equals link.Id
            where approval.Owner == owner && link.Owner == owner
            orderby link.CreatedAt descending
            select new { link, approval }).Take(count).ToListAsync(cancellationToken);
        return [.. from one in recent let summary = summaries.Read(one.approval) where summary is not null select (one.link, one.approval, summary)];
    }

    /// <summary>What a user reported, by its reference; null where nothing reported has it.</summary>
    public async Task<(DecisionLink Link, Approval Approval, ActionSummary Summary)?> FindReportedAsync(string reference, CancellationToken cancellationToken)
    {
        if (reference.Length != Approval.ReferenceLength)
            return null;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from approval in context.Set<Approval>().AsNoTracking()
            join link in context.Set<DecisionLink>() on approval.Id equals link.Id
            where link.State == DecisionState.Reported && approval.Id.Substring(0, Approval.ReferenceLength) == reference
            select new { link, approval }).FirstOrDefaultAsync(cancellationToken);
        return found is not null && summaries.Read(found.approval) is { } summary ? (found.link, found.approval, summary) : null;
    }

    /// <summary>Asks once more what the user has refused and now wants after all.</summary>
    /// <exception cref="ToolFailureException"><c>rate_limited</c>: too many questions are open.</exception>
    public async Task<DecisionLink> AskAgainAsync(DecisionLink refused, Approval approval, CancellationToken cancellationToken)
    {
        var again = await OpenAsync(
            approval.Owner, new ApprovalNeeded(approval.Tool, approval.AccountId, approval.Digest, approval.Summary, "") { AskedBy = approval.AskedBy }, cancellationToken);
        await links.LiftAsync(refused, cancellationToken);
        return again;
    }

    /// <summary>Takes an approval back, unless it is used already.</summary>
    /// <returns>Whether it is of no use from now on.</returns>
    public async Task<bool> TakeBackAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<Approval>().Where(a => a.Id == id && a.TakenBy == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.TakenBackAt, clock.GetUtcNow().ToUnixTimeMilliseconds()), cancellationToken) == 1;
    }

    /// <summary>Notes, before the decision, which MFA stands behind it.</summary>
    public async Task ProveAsync(string id, DateTimeOffset mfaTime, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<Approval>().Where(a => a.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.MfaAt, mfaTime.ToUnixTimeMilliseconds()), cancellationToken);
    }

    private async Task<DecisionLink> OpenAsync(string owner, ApprovalNeeded needed, CancellationToken cancellationToken)
    {
        if (needed.AnnotateAsync is { } annotateAsync && !await links.IsOpenAsync(owner, needed, cancellationToken))
            needed = needed with { Summary = await annotateAsync(cancellationToken) };
        var before = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var link = await links.OpenAsync(owner, needed, cancellationToken);
        if (link.CreatedAt >= before)
            trail.Note(needed.RecordFor(owner, link.Id), ApprovalStep.Asked);
        return link;
    }

    /// <summary>What was declined counts for that very action, a pause or a report for all that the tool does with the account.</summary>
    /// <returns>The refusal that holds longest; null for none.</returns>
    private async Task<DecisionLink?> FindRefusedAsync(string owner, ApprovalNeeded needed, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var refused = await context.Set<DecisionLink>().AsNoTracking()
            .Where(l => l.LiftedAt == null && (l.State == DecisionState.Declined || l.State == DecisionState.Paused || l.State == DecisionState.Reported))
            .Where(l => context.Set<Approval>().Any(a => a.Id == l.Id && a.Owner == owner && a.Tool == needed.Tool && a.AccountId == needed.AccountId
                && (l.State != DecisionState.Declined || a.Digest == needed.Digest)))
            .ToListAsync(cancellationToken);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return refused.Where(l => options.Value.RefusedUntil(l) > now).MaxBy(options.Value.RefusedUntil);
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
            var taken = await context.Set<Approval>().Where(a => a.Id == approval.Id && a.TakenBy == null && a.TakenBackAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.TakenBy, execution), cancellationToken);
            if (taken == 1)
            {
                trail.Note(approval, ApprovalStep.Used);
                return execution;
            }

            // Another call with the same key was faster: this one continues its execution.
            if (mayGoOn && await context.Set<Approval>().AnyAsync(a => a.Id == approval.Id && a.TakenBy == execution, cancellationToken))
                return execution;
        }

        return null;
    }

    /// <summary>Approved within the lifetime of a link; those already used come first, so that an execution that has begun is continued.</summary>
    private async Task<List<Approval>> GrantedAsync(
        AgentDbContext context, string owner, ResolvedAction action, ToolPolicy policy, CancellationToken cancellationToken)
    {
        var since = (clock.GetUtcNow() - options.Value.LinkLifetime).ToUnixTimeMilliseconds();
        var granted = await (
            from approval in context.Set<Approval>().AsNoTracking()
            join link in context.Set<DecisionLink>() on approval.Id equals link.Id
            where approval.TakenBackAt == null && approval.Owner == owner && approval.Tool == action.Tool && approval.AccountId == action.AccountId && approval.Digest == action.Digest
                && link.Owner == owner && link.State == DecisionState.Granted && link.DecidedAt > since
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
        Decision = new ApprovalNeeded(
            action.Tool, action.AccountId, action.Digest, summaries.Protect(action.Summary), action.Summary.Asked)
        {
            AnnotateAsync = action.Annotate is { } annotate ? async cancelled => summaries.Protect(await annotate(action.Summary, cancelled)) : null,
        },
    });
}
