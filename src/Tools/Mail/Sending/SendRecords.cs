using Microsoft.EntityFrameworkCore;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>
/// Keeps <see cref="SendRecord"/>s so that one holder at a time works on a send, in one process or in many: a claim is one
/// conditional write, held by a lease that ends with its holder.
/// </summary>
internal sealed class SendRecords(IDbContextFactory<AgentDbContext> contexts, TimeProvider clock)
{
    /// <summary>Longer than a send may take: a record whose lease has ended has no holder any more.</summary>
    public static readonly TimeSpan LeaseLifetime = TimeSpan.FromSeconds(90);

    /// <summary>Whether this very mail was begun under this key and has not been refused.</summary>
    /// <exception cref="ToolFailureException"><c>conflict</c>: the key stands for another mail.</exception>
    public async Task<bool> IsBegunAsync(string owner, string accountId, string key, string digest, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(context, owner, accountId, key, cancellationToken) is not { } record || record.State == SendState.Failed)
            return false;
        return record.Digest == digest ? true : throw SendFailures.OtherMail();
    }

    /// <summary>Claims the send of this owner, account and key for the caller of this method, or returns it finished.</summary>
    /// <exception cref="ToolFailureException"><c>conflict</c>: the key stands for another mail, or someone is at it right now.</exception>
    public async Task<SendRecord> ClaimAsync(SendClaim claim, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var existing = await FindAsync(context, claim, cancellationToken) ?? await InsertAsync(context, claim, cancellationToken);
        if (existing.Lease == claim.Lease || existing.State == SendState.Sent && existing.Digest == claim.Digest)
            return existing;
        if (existing.Digest != claim.Digest && existing.State != SendState.Failed)
            throw SendFailures.OtherMail();
        return await TakeOverAsync(context, existing, claim, cancellationToken);
    }

    /// <summary>Saves how far the send has come, as long as the lease holds.</summary>
    /// <exception cref="ToolFailureException"><c>conflict</c>: another took over.</exception>
    public async Task SaveAsync(SendRecord record, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var saved = await context.Set<SendRecord>().Where(s => s.Id == record.Id && s.Lease == record.Lease).ExecuteUpdateAsync(
            set => set
                .SetProperty(s => s.State, record.State)
                .SetProperty(s => s.DraftId, record.DraftId)
                .SetProperty(s => s.SentId, record.SentId)
                .SetProperty(s => s.TriedAt, record.TriedAt),
            cancellationToken);
        if (saved == 0)
            throw SendFailures.UnderWay();
    }

    /// <summary>Lets the next call with the same key take over at once.</summary>
    public async Task ReleaseAsync(SendRecord record, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<SendRecord>().Where(s => s.Id == record.Id && s.Lease == record.Lease)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LeaseUntil, 0L), cancellationToken);
    }

    private static Task<SendRecord?> FindAsync(AgentDbContext context, SendClaim claim, CancellationToken cancellationToken) =>
        FindAsync(context, claim.Owner, claim.AccountId, claim.IdempotencyKey, cancellationToken);

    private static Task<SendRecord?> FindAsync(AgentDbContext context, string owner, string accountId, string key, CancellationToken cancellationToken) =>
        context.Set<SendRecord>().AsNoTracking().SingleOrDefaultAsync(
            s => s.Owner == owner && s.AccountId == accountId && s.IdempotencyKey == key, cancellationToken);

    private async Task<SendRecord> InsertAsync(AgentDbContext context, SendClaim claim, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        context.Add(claim.ToRecord(now, now + LeaseLifetime));
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception))
        {
            // Another call with the same key was faster.
            context.ChangeTracker.Clear();
        }

        return (await FindAsync(context, claim, cancellationToken))!;
    }

    private async Task<SendRecord> TakeOverAsync(
        AgentDbContext context, SendRecord existing, SendClaim claim, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var nowMs = now.ToUnixTimeMilliseconds();
        var fresh = existing.State == SendState.Failed;
        var taken = await context.Set<SendRecord>()
            .Where(s => s.Id == existing.Id && s.Lease == existing.Lease && s.LeaseUntil <= nowMs && s.State == existing.State)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(s => s.Lease, claim.Lease)
                    .SetProperty(s => s.LeaseUntil, (now + LeaseLifetime).ToUnixTimeMilliseconds())
                    .SetProperty(s => s.State, fresh ? SendState.Started : existing.State)
                    .SetProperty(s => s.DraftId, fresh ? null : existing.DraftId)
                    // A draft of the refused mail may have been left behind, and must not be found in place of this one's.
                    .SetProperty(s => s.InternetMessageId, fresh ? claim.InternetMessageId : existing.InternetMessageId)
                    .SetProperty(s => s.Digest, claim.Digest),
                cancellationToken);
        return taken == 1 ? (await FindAsync(context, claim, cancellationToken))! : throw SendFailures.UnderWay();
    }
}

/// <summary>What a caller wants to send, as the record knows it.</summary>
internal sealed record SendClaim(string Owner, string AccountId, string IdempotencyKey, string Digest, string InternetMessageId)
{
    public Guid Lease { get; } = Guid.NewGuid();

    public SendRecord ToRecord(DateTimeOffset now, DateTimeOffset leaseUntil) => new()
    {
        Id = Guid.NewGuid(),
        Owner = Owner,
        AccountId = AccountId,
        IdempotencyKey = IdempotencyKey,
        Digest = Digest,
        InternetMessageId = InternetMessageId,
        Lease = Lease,
        LeaseUntil = leaseUntil.ToUnixTimeMilliseconds(),
        CreatedAt = now.ToUnixTimeMilliseconds(),
    };
}
