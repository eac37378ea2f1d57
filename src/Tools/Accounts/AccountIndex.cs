using Microsoft.EntityFrameworkCore;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>
/// Which accounts each user has connected, and what selects each in an exchange. Token Vault does not tell (My Account names neither
/// address nor subject, and is closed to most MCP clients' tokens), so it is written down when a user connects, disconnects, chooses a
/// default or opens a page. Thread safe.
/// </summary>
internal sealed class AccountIndex(IDbContextFactory<AgentDbContext> contexts, ReadCache<IReadOnlyList<IndexedAccount>> known, TimeProvider clock)
{
    private static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(1);

    // Every tool call asks this; compiled, it costs a third.
    private readonly Func<AgentDbContext, string, IAsyncEnumerable<IndexedAccount>> _of = EF.CompileAsyncQuery(
        (AgentDbContext context, string owner) => context.Set<IndexedAccount>().AsNoTracking().Where(a => a.Owner == owner).OrderBy(a => a.ConnectedAt).AsQueryable());

    /// <summary>In the order in which they were connected.</summary>
    public ValueTask<IReadOnlyList<IndexedAccount>> OfAsync(string owner, CancellationToken cancellationToken) => known.GetAsync(owner, ReadAsync, cancellationToken);

    public async ValueTask<IEnumerable<string>> AddressesOfAsync(string owner, CancellationToken cancellationToken) =>
        (await OfAsync(owner, cancellationToken)).Select(account => account.Address).OfType<string>();

    /// <summary>Null for an account that does not exist or is another user's.</summary>
    public async Task<IndexedAccount?> FindAsync(string owner, Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<IndexedAccount>().AsNoTracking().SingleOrDefaultAsync(a => a.Owner == owner && a.Id == id, cancellationToken);
    }

    /// <summary>Writes an account down. One that is known, by its id in Token Vault or by the provider's id of the user, keeps its own.</summary>
    public async Task<IndexedAccount> SaveAsync(IndexedAccount account, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(account, cancellationToken);
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception))
        {
            // Another page of the same user wrote it at the same moment.
            return await WriteAsync(account, cancellationToken);
        }
    }

    public async Task RemoveAsync(string owner, Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<IndexedAccount>().Where(a => a.Owner == owner && a.Id == id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>One account of the user becomes the default; the others are none.</summary>
    public async Task SetDefaultAsync(string owner, Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<IndexedAccount>().Where(a => a.Owner == owner)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.IsDefault, a => a.Id == id), cancellationToken);
    }

    /// <summary>The provider has given the account another address.</summary>
    public async Task SetAddressAsync(IndexedAccount account, string address, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<IndexedAccount>().Where(a => a.Id == account.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Address, address), cancellationToken);
    }

    /// <summary>Notes that Token Vault has, or has no more, a token for the account.</summary>
    public async Task SetStaleAsync(IndexedAccount account, bool isStale, CancellationToken cancellationToken)
    {
        if (account.IsStale == isStale)
            return;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<IndexedAccount>().Where(a => a.Id == account.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.IsStale, isStale), cancellationToken);
    }

    /// <summary>Notes that the account is used now. At most one write a minute, so that a busy agent costs none.</summary>
    public async Task TouchAsync(IndexedAccount account, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var before = now - (long)UsePrecision.TotalMilliseconds;
        if (account.LastUsedAt > before)
            return;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<IndexedAccount>().Where(a => a.Id == account.Id && (a.LastUsedAt == null || a.LastUsedAt <= before))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.LastUsedAt, now), cancellationToken);
    }

    private async Task<IReadOnlyList<IndexedAccount>> ReadAsync(string owner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var accounts = new List<IndexedAccount>();
        await foreach (var account in _of(context, owner).WithCancellation(cancellationToken))
            accounts.Add(account);
        return accounts;
    }

    private async Task<IndexedAccount> WriteAsync(IndexedAccount account, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await context.Set<IndexedAccount>().Where(a => a.Owner == account.Owner && a.Connection == account.Connection
            && ((account.VaultAccountId != null && a.VaultAccountId == account.VaultAccountId)
                || (account.ProviderSubject != null && a.ProviderSubject == account.ProviderSubject))).ToListAsync(cancellationToken);
        var kept = known.FirstOrDefault();
        if (kept is null)
        {
            context.Add(kept = account);
        }
        else
        {
            // Connected twice without being told apart, and now it is known to be the same.
            context.RemoveRange(known.Skip(1));
            kept.VaultAccountId = account.VaultAccountId ?? kept.VaultAccountId;
            kept.ProviderSubject = account.ProviderSubject;
            kept.Address = account.Address;
            kept.LoginHint = account.LoginHint;
            kept.Scopes = account.Scopes;
            kept.ConnectedAt = account.ConnectedAt;
            kept.IsDefault = known.Exists(a => a.IsDefault);
            kept.IsStale = false;
        }

        await context.SaveChangesAsync(cancellationToken);
        return kept;
    }
}
