using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Paging;
using TokenVaultAgent.Tools.UserZones;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>Searches one account or all, side by side, as one page with the newest first.</summary>
internal sealed class MailSearcher(IEnumerable<IMailProvider> providers, UserZoneFinder zones)
{
    /// <summary>How many pages of one account are read for one result: a page can hold less than it might.</summary>
    private const int MaxPages = 5;

    private static readonly MailPosition Beginning = new(null, 0);

    private static readonly Comparer<MailMessage> NewestFirst = Comparer<MailMessage>.Create((a, b) => Nullable.Compare(b.ReceivedAt, a.ReceivedAt));

    /// <exception cref="Failures.ToolFailureException">No account could be searched.</exception>
    public async Task<MailList> SearchAsync(AccountSelection selection, MailPlan plan, CancellationToken cancellationToken)
    {
        if (plan.NeedsZone)
            plan = plan.In((await zones.FindAsync(selection, cancellationToken)).Zone);
        var accounts = plan.Continues is null ? selection : selection with
        {
            Accounts = [.. selection.Accounts.Where(a => plan.Continues.ContainsKey(a.Account.Id))],
        };
        var read = await accounts.ReadAllAsync((access, c) => SearchAsync(access, plan, c), cancellationToken);
        var (messages, rest) = PagedMerge.Merge([.. read.Results.Select(r => r.Result.Share)], NewestFirst, plan.Limit);
        var summaries = new List<MailSummary>();
        foreach (var (source, message) in messages)
            summaries.Add(await MailSummary.OfAsync(read.Results[source].Account, message, cancellationToken));
        var leftOut = read.Results.Sum(r => r.Result.LeftOut);
        return new MailList(
            summaries,
            plan.CursorFor(read.Results.Zip(rest).Where(r => r.Second is not null).ToDictionary(r => r.First.Account.Id, r => r.Second!)),
            plan.Query.HasDates ? plan.Zone?.Id : null,
            leftOut == 0 ? null : leftOut,
            read.Problems.Count == 0 ? null : read.Problems);
    }

    /// <summary>As many messages as the page could take from this account alone, for which several pages may be needed.</summary>
    private async Task<(PagedShare<MailMessage, MailPosition> Share, int LeftOut)> SearchAsync(AccountAccess access, MailPlan plan, CancellationToken cancellationToken)
    {
        var provider = providers.Single(p => p.Provider == access.Account.Provider);
        var start = plan.Continues?[access.Account.Id] ?? Beginning;
        var found = new List<(MailMessage, MailPosition?)>();
        MailPosition? rest = start;
        var leftOut = 0;
        for (var pages = 0; rest is { } at && found.Count < plan.Limit && pages < MaxPages; pages++)
        {
            var size = at.Skip > 0 ? at.Size : plan.Limit;
            var search = new MailSearch(plan.Query, plan.Folder, size, at);
            var page = await access.CallAsync((token, c) => provider.SearchAsync(token, search, c), cancellationToken);
            rest = page.Next is null ? null : new MailPosition(page.Next, 0);
            for (var i = 1; i <= page.Messages.Count; i++)
            {
                if (page.Messages[i - 1] is { } message)
                    found.Add((message, i == page.Messages.Count ? rest : at with { Skip = at.Skip + i, Size = size }));
                else
                    leftOut++;
            }
        }

        return (new PagedShare<MailMessage, MailPosition>(found, start, rest), leftOut);
    }
}
