using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Links;

/// <summary>Keeps the links that users are asked through, one open link for one question. Thread safe, on several machines too.</summary>
internal sealed class DecisionLinks(IDbContextFactory<AgentDbContext> contexts, IOptions<DecisionOptions> options, TimeProvider clock)
{
    /// <summary>A link with less life than this is of no use to somebody who must still log in.</summary>
    private static readonly TimeSpan UsefulLife = TimeSpan.FromMinutes(1);

    /// <summary>An agent that has more open questions than this for one user is lost, or worse.</summary>
    private const int MaxOpen = 20;

    /// <summary>Nobody decides with care on many actions at once.</summary>
    private const int MaxOpenApprovals = 5;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The open link for what is needed, widened where this call needs more, or a new one; or, where the user has just declined the
    /// same, the declined one: nobody is asked twice in a row.
    /// </summary>
    public async Task<DecisionLink> AskAsync(string owner, DecisionNeeded needed, CancellationToken cancellationToken) =>
        await FindOpenAsync(owner, needed, cancellationToken)
            ?? await FindDeclinedAsync(owner, needed, cancellationToken)
            ?? await OpenAsync(owner, needed, cancellationToken);

    /// <summary>The open link for what is needed, or a new one, whatever was declined before: the user is the one who asks.</summary>
    public async Task<DecisionLink> OpenAsync(string owner, DecisionNeeded needed, CancellationToken cancellationToken)
    {
        DecisionLink? link;
        do
            link = await FindOpenAsync(owner, needed, cancellationToken) ?? await TryAddAsync(owner, needed, cancellationToken);
        while (link is null);
        return link;
    }

    /// <summary>Whether this is asked already.</summary>
    public async Task<bool> IsOpenAsync(string owner, DecisionNeeded needed, CancellationToken cancellationToken) =>
        await FindOpenAsync(owner, needed, cancellationToken) is not null;

    /// <summary>Open questions that are no approvals, the newest first.</summary>
    public async Task<IReadOnlyList<DecisionLink>> OpenOfAsync(string owner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return await context.Set<DecisionLink>().AsNoTracking()
            .Where(l => l.Owner == owner && l.Kind != DecisionKind.Approve && l.State == DecisionState.Open && l.ExpiresAt > now)
            .OrderByDescending(l => l.CreatedAt).ToListAsync(cancellationToken);
    }

    /// <summary>Null for a link that never was.</summary>
    public async Task<DecisionLink?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<DecisionLink>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken);
    }

    /// <summary>Whether the user has agreed to this within the lifetime of a link. Without a provider, any counts.</summary>
    public async Task<bool> WasGrantedAsync(string owner, DecisionNeeded needed, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var since = (clock.GetUtcNow() - options.Value.LinkLifetime).ToUnixTimeMilliseconds();
        return await context.Set<DecisionLink>().AnyAsync(
            l => l.Owner == owner && l.Kind == needed.Kind && l.Address == needed.Address && (needed.Provider == null || l.Provider == needed.Provider)
                && l.State == DecisionState.Granted && l.DecidedAt > since,
            cancellationToken);
    }

    /// <summary>The user has begun: the link stays open for as long as the provider's part may take.</summary>
    public async Task<bool> ProlongAsync(DecisionLink link, TimeSpan needed, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var until = now + (long)needed.TotalMilliseconds;
        return await context.Set<DecisionLink>().Where(l => l.Id == link.Id && l.State == DecisionState.Open && l.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, l => l.ExpiresAt > until ? l.ExpiresAt : until), cancellationToken) == 1;
    }

    /// <summary>Takes the decision, once. False where the link was decided before or has expired.</summary>
    /// <param name="accountId">The account that was connected.</param>
    public async Task<bool> DecideAsync(DecisionLink link, DecisionState decision, Guid? accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return await context.Set<DecisionLink>().Where(l => l.Id == link.Id && l.State == DecisionState.Open && l.ExpiresAt > now).ExecuteUpdateAsync(
            set => set
                .SetProperty(l => l.State, decision)
                .SetProperty(l => l.DecidedAt, now)
                .SetProperty(l => l.AccountId, accountId)
                .SetProperty(l => l.OpenKey, (string?)null),
            cancellationToken) == 1;
    }

    /// <summary>The user takes a refusal back: they may be asked again.</summary>
    public async Task LiftAsync(DecisionLink link, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<DecisionLink>().Where(l => l.Id == link.Id && l.LiftedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.LiftedAt, clock.GetUtcNow().ToUnixTimeMilliseconds()), cancellationToken);
    }

    /// <summary>Ends a link that cannot be decided any more: the same question opens another.</summary>
    public async Task EndAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<DecisionLink>().Where(l => l.Id == id && l.State == DecisionState.Open)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, 0L).SetProperty(l => l.OpenKey, (string?)null), cancellationToken);
    }

    /// <summary>Waits for the decision, at most <see cref="DecisionOptions.MaxWait"/>; it may be taken at another machine.</summary>
    public async Task<DecisionLink?> WaitAsync(string id, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var link = await FindAsync(id, cancellationToken);
            if (link is null || !link.IsOpen(clock.GetUtcNow()) || clock.GetElapsedTime(started) >= options.Value.MaxWait)
                return link;
            await Task.Delay(PollInterval, clock, cancellationToken);
        }
    }

    private async Task<DecisionLink?> FindOpenAsync(string owner, DecisionNeeded needed, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var key = OpenKey(owner, needed);
        while (true)
        {
            var open = await context.Set<DecisionLink>().AsNoTracking().SingleOrDefaultAsync(l => l.OpenKey == key, cancellationToken);
            if (open is null)
                return null;
            if (!open.IsOpen(clock.GetUtcNow() + UsefulLife))
            {
                // Out of time: it makes room for a new one.
                await context.Set<DecisionLink>().Where(l => l.Id == open.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(l => l.OpenKey, (string?)null), cancellationToken);
                return null;
            }

            if (needed.Access.All(open.AccessNames.Contains) || await TryWidenAsync(context, open, needed, cancellationToken))
                return open;
        }
    }

    private async Task<DecisionLink?> FindDeclinedAsync(string owner, DecisionNeeded needed, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var pausedFrom = (clock.GetUtcNow() - options.Value.DeclinePause).ToUnixTimeMilliseconds();
        var declined = await context.Set<DecisionLink>().AsNoTracking()
            .Where(l => l.Owner == owner && l.Kind == needed.Kind && l.State == DecisionState.Declined && l.DecidedAt > pausedFrom
                && l.Provider == needed.Provider && l.Address == needed.Address)
            .ToListAsync(cancellationToken);
        return declined.Find(l => needed.Access.All(l.AccessNames.Contains));
    }

    /// <summary>Null where another call asked the same at the same moment.</summary>
    private async Task<DecisionLink?> TryAddAsync(string owner, DecisionNeeded needed, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        await EnsureRoomAsync(context, owner, needed.Kind, now, cancellationToken);
        var link = new DecisionLink
        {
            Id = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16)),
            Owner = owner,
            Kind = needed.Kind,
            Provider = needed.Provider,
            Connection = needed.Connection,
            Address = needed.Address,
            Access = string.Join(' ', needed.Access),
            AskedBy = needed.AskedBy,
            OpenKey = OpenKey(owner, needed),
            CreatedAt = now.ToUnixTimeMilliseconds(),
            ExpiresAt = (now + options.Value.LinkLifetime).ToUnixTimeMilliseconds(),
        };
        context.Add(link);
        if (needed.RecordFor(owner, link.Id) is { } record)
            context.Add(record);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return link;
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception))
        {
            return null;
        }
    }

    /// <exception cref="ToolFailureException"><c>rate_limited</c>: too many questions are open.</exception>
    private static async Task EnsureRoomAsync(
        AgentDbContext context, string owner, DecisionKind kind, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var (isApproval, max) = kind == DecisionKind.Approve ? (true, MaxOpenApprovals) : (false, MaxOpen);
        var open = await context.Set<DecisionLink>()
            .Where(l => l.Owner == owner && l.Kind == DecisionKind.Approve == isApproval && l.State == DecisionState.Open && l.ExpiresAt > nowMs)
            .Select(l => l.ExpiresAt).ToListAsync(cancellationToken);
        if (open.Count >= max)
            throw new ToolFailureException(new ToolFailure(
                FailureCode.RateLimited, "The user has been asked too many questions that are still open.",
                "Have the user answer some of them; the page of their connected accounts lists those that wait. Or wait until one expires.")
            {
                RetryAfterSeconds = (int)Math.Ceiling((open.Min() - nowMs) / 1000.0),
            });
    }

    private static async Task<bool> TryWidenAsync(
        AgentDbContext context, DecisionLink open, DecisionNeeded needed, CancellationToken cancellationToken)
    {
        var before = open.Access;
        open.Access = string.Join(' ', open.AccessNames.Union(needed.Access));
        return await context.Set<DecisionLink>().Where(l => l.Id == open.Id && l.OpenKey != null && l.Access == before)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Access, open.Access), cancellationToken) == 1;
    }

    /// <summary>Length-prefixed, so that no member can spill into its neighbour.</summary>
    private static string OpenKey(string owner, DecisionNeeded needed)
    {
        string?[] members = [owner, needed.Kind.ToString(), needed.Provider?.ToString(), needed.Connection, needed.Address, .. needed.Marks];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(members.Select(m => $"{m?.Length ?? -1}:{m}")))));
    }
}
