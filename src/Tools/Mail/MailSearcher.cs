using TokenVaultAgent.Tools.Accounts;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>Searches one account or all, side by side, as one page with the newest first.</summary>
internal sealed class MailSearcher(IEnumerable<IMailProvider> providers)
{
    private static readonly MailPosition Beginning = new(null, 0);

    /// <exception cref="Failures.ToolFailureException">No account could be searched.</exception>
    public async Task<MailList> SearchAsync(AccountSelection selection, MailPlan plan, CancellationToken cancellationToken)
    {
        var accounts = plan.Continues is null ? selection : selection with
        {
            Accounts = [.. selection.Accounts.Where(a => plan.Continues.ContainsKey(a.Account.Id))],
        };
        var read = await accounts.ReadAllAsync((access, c) => SearchAsync(access, plan, c), cancellationToken);
        var shown = read.Results
            .SelectMany(r => r.Result.Page.Messages.Skip(r.Result.At.Skip).Select(message => (r.Account, Message: message)))
            .OrderByDescending(m => m.Message.ReceivedAt)
            .Take(plan.Limit)
            .ToList();
        return new MailList(
            [.. shown.Select(m => MailSummary.Of(m.Account, m.Message))],
            plan.CursorFor(Rest(read, shown.CountBy(m => m.Account.Id).ToDictionary())),
            read.Problems.Count == 0 ? null : read.Problems);
    }

    private async Task<AccountPage> SearchAsync(AccountAccess access, MailPlan plan, CancellationToken cancellationToken)
    {
        var provider = providers.Single(p => p.Provider == access.Account.Provider);
        var at = plan.Continues?[access.Account.Id] ?? Beginning;
        var search = new MailSearch(plan.Query, plan.Folder, plan.Limit, at.Page);
        return new AccountPage(at, await access.CallAsync((token, c) => provider.SearchAsync(token, search, c), cancellationToken));
    }

    /// <summary>An account goes on in its page where some of it was not shown, else with its next page, if it has one.</summary>
    private static Dictionary<string, MailPosition> Rest(MergedRead<AccountPage> read, Dictionary<string, int> shown)
    {
        var rest = new Dictionary<string, MailPosition>(StringComparer.Ordinal);
        foreach (var (account, (at, page)) in read.Results)
        {
            var skip = at.Skip + shown.GetValueOrDefault(account.Id);
            if (skip < page.Messages.Count)
                rest[account.Id] = at with { Skip = skip };
            else if (page.Next is not null)
                rest[account.Id] = new MailPosition(page.Next, 0);
        }

        return rest;
    }

    private sealed record AccountPage(MailPosition At, MailPage Page);
}
