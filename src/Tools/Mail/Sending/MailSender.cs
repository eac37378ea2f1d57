using System.Data.Common;
using Microsoft.Extensions.Logging;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>
/// Sends a mail at most once: a record, a draft, the record again, the send. Where an answer is lost, or a process died, it looks for
/// the draft and for the sent copy; a send is repeated only while the draft is seen to be still there. What cannot be established is
/// <c>outcome_unknown</c>, and the same key looks again.
/// </summary>
internal sealed class MailSender(SendRecords records, IEnumerable<IMailProvider> providers, TimeProvider clock, ILogger<MailSender> logger)
{
    /// <summary>Shorter than a lease. The work goes on for as long, though its caller leaves: half a send helps nobody.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait before each look: both providers can lag behind themselves for some seconds.</summary>
    private static readonly TimeSpan[] Looks = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    /// <summary>Sends, or returns the outcome of the send that this key stands for.</summary>
    /// <exception cref="ToolFailureException">Refused, <c>conflict</c>, or <c>outcome_unknown</c>.</exception>
    /// <exception cref="ProviderException">Nothing was sent.</exception>
    public async Task<SendRecord> SendAsync(Caller caller, AccountAccess access, OutgoingMail mail, string? key, CancellationToken cancellationToken)
    {
        var claim = new SendClaim(
            caller.Owner, access.Account.Id, key ?? Guid.NewGuid().ToString(), mail.Digest(), NewMessageId(access.Account));
        var record = await records.ClaimAsync(claim, cancellationToken);
        return record.State == SendState.Sent
            ? record
            : await RunAsync(record, access, mail with { InternetMessageId = record.InternetMessageId }).WaitAsync(cancellationToken);
    }

    private async Task<SendRecord> RunAsync(SendRecord record, AccountAccess access, OutgoingMail mail)
    {
        using var limit = new CancellationTokenSource(SendTimeout, clock);
        var provider = providers.Single(p => p.Provider == access.Account.Provider);
        try
        {
            if (record.State == SendState.Sending)
                return await EstablishAsync(record, provider, access, mayResend: true, limit.Token);
            if (record.State == SendState.Started)
                await DraftAsync(record, provider, access, mail, limit.Token);
            return await SendDraftAsync(record, provider, access, mayResend: true, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw IsPastSending(record) ? Unknown(record) : new ProviderException(access.Account.Provider, null, "timeout");
        }
        catch (DbException exception) when (IsPastSending(record))
        {
            // The mail may be out, and only the record of it is not: the same key looks it up.
            MailLog.NotRecorded(logger, exception.GetType().Name);
            throw Unknown(record);
        }
        finally
        {
            await ReleaseAsync(record);
        }
    }

    /// <summary>A lease that is not given back ends by itself; the outcome must not be lost for it.</summary>
    private async Task ReleaseAsync(SendRecord record)
    {
        try
        {
            await records.ReleaseAsync(record, CancellationToken.None);
        }
        catch (DbException exception)
        {
            MailLog.NotRecorded(logger, exception.GetType().Name);
        }
    }

    private static bool IsPastSending(SendRecord record) => record.State is SendState.Sending or SendState.Sent;

    private async Task DraftAsync(SendRecord record, IMailProvider provider, AccountAccess access, OutgoingMail mail, CancellationToken cancellationToken)
    {
        // A holder before this one may have made the draft and died before it could say so.
        record.DraftId = await access.CallAsync(
            (token, c) => provider.FindDraftAsync(token, record.InternetMessageId, c), cancellationToken)
            ?? await access.CallAsync((token, c) => provider.CreateDraftAsync(token, mail, c), cancellationToken);
        await AdvanceAsync(record, SendState.Drafted, cancellationToken);
    }

    private async Task<SendRecord> SendDraftAsync(
        SendRecord record, IMailProvider provider, AccountAccess access, bool mayResend, CancellationToken cancellationToken)
    {
        await AdvanceAsync(record, SendState.Sending, cancellationToken);
        try
        {
            record.SentId = await access.CallAsync((token, c) => provider.SendDraftAsync(token, record.DraftId!, c), cancellationToken);
            return await AdvanceAsync(record, SendState.Sent, CancellationToken.None);
        }
        catch (ProviderException exception) when (exception.AmbiguousOutcome || exception.Status == System.Net.HttpStatusCode.NotFound)
        {
            MailLog.SendAnswerLost(logger, access.Account.Provider, exception.Reason ?? "");
            return await EstablishAsync(record, provider, access, mayResend, cancellationToken);
        }
        catch (ProviderException exception)
        {
            await AbandonAsync(record, provider, access, exception.Status == System.Net.HttpStatusCode.TooManyRequests, cancellationToken);
            throw;
        }
    }

    private async Task<SendRecord> EstablishAsync(
        SendRecord record, IMailProvider provider, AccountAccess access, bool mayResend, CancellationToken cancellationToken)
    {
        var isDraft = false;
        foreach (var wait in Looks)
        {
            await Task.Delay(wait, clock, cancellationToken);
            (isDraft, record.SentId) = await LocateAsync(record, provider, access, cancellationToken);
            if (record.SentId is not null)
                return await AdvanceAsync(record, SendState.Sent, CancellationToken.None);
        }

        if (!isDraft)
            throw Unknown(record);
        // Seen to the end as a draft: it was not sent.
        await AdvanceAsync(record, SendState.Drafted, cancellationToken);
        return mayResend
            ? await SendDraftAsync(record, provider, access, mayResend: false, cancellationToken)
            : throw new ProviderException(access.Account.Provider, null, "notSent");
    }

    /// <summary>A look that fails is no news.</summary>
    private async Task<MailWhereabouts> LocateAsync(
        SendRecord record, IMailProvider provider, AccountAccess access, CancellationToken cancellationToken)
    {
        try
        {
            return await access.CallAsync(
                (token, c) => provider.LocateAsync(token, record.DraftId!, record.InternetMessageId, c), cancellationToken);
        }
        catch (ProviderException exception)
        {
            MailLog.LookFailed(logger, access.Account.Provider, exception.Reason ?? "");
            return default;
        }
    }

    /// <summary>The provider refused for good: nothing was sent, and no draft stays behind. A limit passes, so its draft is kept.</summary>
    private async Task AbandonAsync(
        SendRecord record, IMailProvider provider, AccountAccess access, bool keepDraft, CancellationToken cancellationToken)
    {
        if (keepDraft)
        {
            await AdvanceAsync(record, SendState.Drafted, cancellationToken);
            return;
        }

        try
        {
            await access.CallAsync(async (token, c) =>
            {
                await provider.DeleteDraftAsync(token, record.DraftId!, c);
                return true;
            }, cancellationToken);
        }
        catch (ProviderException exception)
        {
            MailLog.DraftLeftBehind(logger, access.Account.Provider, exception.Reason ?? "");
        }

        await AdvanceAsync(record, SendState.Failed, cancellationToken);
    }

    private async Task<SendRecord> AdvanceAsync(SendRecord record, SendState state, CancellationToken cancellationToken)
    {
        record.State = state;
        await records.SaveAsync(record, cancellationToken);
        return record;
    }

    private static string NewMessageId(Account account) => $"<{Guid.NewGuid():N}@{account.Address[(account.Address.LastIndexOf('@') + 1)..]}>";

    private static ToolFailureException Unknown(SendRecord record) => new(new ToolFailure(
        FailureCode.OutcomeUnknown,
        "The mail was handed to the provider, whose answer was lost; neither the draft nor the sent copy can be seen yet.",
        $"Do not send it again. Repeat this call unchanged, with idempotency_key {record.IdempotencyKey}, in a minute: it looks again and never sends twice.")
    {
        RetryAfterSeconds = 60,
    });
}
