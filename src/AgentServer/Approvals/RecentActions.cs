using TokenVaultAgent.AgentServer.Approvals.Views;
using TokenVaultAgent.AgentServer.Pages;
using TokenVaultAgent.AgentServer.Pages.Views;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.AgentServer.Approvals;

/// <summary>What waits for a user, and what was done or refused of late, each with the page where it is shown whole.</summary>
internal sealed class RecentActions(
    ActionApprovals approvals, DecisionLinks links, DecidedPages decided, PageAddresses addresses, TimeProvider clock)
{
    private const int Most = 15;

    public async Task<RecentModel> OfAsync(string owner, CancellationToken cancellationToken)
    {
        var (waiting, past) = (new List<RecentLine>(), new List<RecentLine>());
        foreach (var (link, approval, action) in await approvals.RecentAsync(owner, Most, cancellationToken))
        {
            if (link.IsOpen(clock.GetUtcNow()))
                waiting.Add(Line(link, action, "Waiting for you", Mark.None));
            else if (link.State == DecisionState.Open)
                past.Add(Line(link, action, "Not answered", Mark.None));
            else
            {
                var how = await decided.OfAsync(link, approval, action, cancellationToken);
                past.Add(Line(link, action, how.Heading, how.Mark));
            }
        }

        // What the user began on a page here and left is no question of anybody's.
        waiting.AddRange((await links.OpenOfAsync(owner, cancellationToken)).Where(l => l.AskedBy is not null).Select(Line));
        return new RecentModel(waiting, past);
    }

    private RecentLine Line(DecisionLink link)
    {
        var account = link.Address ?? (link.Provider is null ? "an account" : $"your {link.Provider} account");
        return new RecentLine(addresses.Of(link).AbsolutePath, $"{link.Kind} {account}", [], null, "Waiting for you", false, Moment.At(link.CreatedAt));
    }

    private RecentLine Line(DecisionLink link, ActionSummary action, string standing, Mark mark) => new(
        addresses.Of(link).AbsolutePath,
        action.Title,
        [.. ActionModel.Of(action).People.Select(p => p.Address)],
        action.Facts is [.., var last] ? last.Value : null,
        standing,
        mark == Mark.Notice,
        Moment.At(link.DecidedAt ?? link.CreatedAt));
}
