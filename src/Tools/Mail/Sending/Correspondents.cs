using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>
/// Whom an account has never written to: by its sent mail, one search for each recipient. It is what tells most about a stranger, and no more
/// than a sign: where it cannot be found out in time, nothing is said.
/// </summary>
internal sealed partial class Correspondents(IEnumerable<IMailProvider> providers, TimeProvider clock, ILogger<Correspondents> logger)
{
    /// <summary>Of a mail to more nobody is looked up: that some are marked would say of the others that they are known.</summary>
    private const int MaxSearches = 10;

    /// <summary>A user waits for the question meanwhile.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<ActionSummary> MarkAsync(ActionSummary summary, AccountAccess access, CancellationToken cancellationToken)
    {
        var asked = summary.People.Where(p => !p.IsOwn && Plain().IsMatch(p.Address)).Select(p => p.Address).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (asked.Count > MaxSearches)
            return summary;
        var isNew = await Task.WhenAll(asked.Select(address => IsNewAsync(address, access, cancellationToken)));
        var strangers = asked.Where((_, i) => isNew[i]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return summary with { People = [.. summary.People.Select(p => p with { IsNew = strangers.Contains(p.Address) })] };
    }

    private async Task<bool> IsNewAsync(string address, AccountAccess access, CancellationToken cancellationToken)
    {
        var query = new MailQuery(new MailExpression.Any([new MailExpression.Term(MailTermKind.To, address), new MailExpression.Term(MailTermKind.Cc, address)]));
        using var patience = new CancellationTokenSource(Patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var provider = providers.Single(p => p.Provider == access.Account.Provider);
            var page = await access.CallAsync(
                (token, cancelled) => provider.SearchAsync(token, new MailSearch(query, MailFolder.Sent, 1, new MailPosition(null, 0)), cancelled), limit.Token);
            return page is { Messages.Count: 0, Next: null };
        }
        catch (ProviderException exception)
        {
            MailLog.NotLookedUp(logger, ProviderFailures.ToFailure(exception).Code);
        }
        catch (ToolFailureException exception)
        {
            MailLog.NotLookedUp(logger, exception.Failure.Code);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            MailLog.NotLookedUp(logger, FailureCode.ProviderUnavailable);
        }

        return false;
    }

    /// <summary>An address that means nothing else to a provider's search.</summary>
    [GeneratedRegex("^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
