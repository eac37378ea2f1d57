using Microsoft.EntityFrameworkCore;
using TokenVaultAgent.Sandbox.Control;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Sandbox.Hosting;

/// <summary>Reads the agent server's own records of what it has asked users.</summary>
internal static class AskedQuestions
{
    private const int MaxShown = 50;

    public static async Task<IReadOnlyList<AskedQuestion>> ReadAsync(
        IServiceProvider agentServer, Uri mcpUrl, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = await agentServer.GetRequiredService<IDbContextFactory<AgentDbContext>>().CreateDbContextAsync(cancellationToken);
        var links = await context.Set<DecisionLink>().AsNoTracking().OrderByDescending(l => l.CreatedAt).Take(MaxShown).ToListAsync(cancellationToken);
        var ids = links.ConvertAll(l => l.Id);
        var approvals = await context.Set<Approval>().AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellationToken);
        return links.ConvertAll(link => Question(link, approvals.GetValueOrDefault(link.Id), mcpUrl, now));
    }

    private static AskedQuestion Question(DecisionLink link, Approval? approval, Uri mcpUrl, DateTimeOffset now)
    {
        var kind = link.Kind.ToString().ToLowerInvariant();
        return new AskedQuestion(
            State(link, approval, now),
            kind,
            link.Owner[(link.Owner.IndexOf('|', StringComparison.Ordinal) + 1)..],
            approval?.Tool ?? link.Address ?? link.Provider?.ToString() ?? link.Connection ?? "any provider",
            link.AskedBy,
            new Uri(mcpUrl, $"./{kind}/{link.Id}"),
            DateTimeOffset.FromUnixTimeMilliseconds(link.CreatedAt),
            DateTimeOffset.FromUnixTimeMilliseconds(link.ExpiresAt),
            link.DecidedAt is { } decided ? DateTimeOffset.FromUnixTimeMilliseconds(decided) : null);
    }

    private static string State(DecisionLink link, Approval? approval, DateTimeOffset now) =>
        approval?.TakenBy is not null ? "used"
        : approval?.TakenBackAt is not null ? "taken_back"
        : link.State == DecisionState.Open && !link.IsOpen(now) ? "expired"
        : link.State.ToString().ToLowerInvariant();
}
