using System.Data.Common;
using Microsoft.Extensions.Logging;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>
/// Sends a mail at most once: a record, a draft, the record again, the send. Where an answer is lost, or a process died, it looks for
/// the draft and for the sent copy; a send is repeated only while the draft is seen to be still there. What cannot be established is
/// <c>outcome_unknown</c>, and the same key looks again.
/// </summary>
internal sealed class MailSender(
    ActionApprovals approvals, SendRecords records, IEnumerable<IMailProvider> providers, TimeProvider clock, ILogger<MailSender> logger)
{
    /// <summary>Shorter than a lease. The work goes on for as long, though its caller leaves: half a send helps nobody.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait before each look: both providers can lag behind themselves for some seconds.</summary>
    private static readonly TimeSpan[] Looks = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    /// <summary>Sends once the policy is met, or returns the outcome of the send that this key stands for.</summary>
    /// <exception cref="ToolFailureException">Refused, <c>approval_required</c>, <c>conflict</c>, or <c>outcome_unknown</c>.</exception>
    /// <exception cref="ProviderException">Nothing was sent.</exception>
    public async Task<SendRecord> SendAsync(Caller caller, AccountAccess access, OutgoingMail mail, string? key, CancellationToken cancellationToken)
    {
        var digest = mail.Digest();
        // What was begun has been approved.
        if (key is null || !await records.IsBegunAsync(caller.Owner, access.Account.Id, key, digest, cancellationToken))
            key = await approvals.EnsureAsync(caller, MailAction.Of(mail), key, cancellationToken);
        var claim = new SendClaim(caller.Owner, access.Account.Id, key ?? Guid.NewGuid().ToString(), digest, NewMessageId(access.Account));
        var record = await records.ClaimAsync(claim, cancellationToken);
        return record.State == SendState.Sent
            ? record
            : await RunAsync(new Send(
                record, providers.Single(p => p.Provider == access.Account.Provider), access, mail with { InternetMessageId = record.InternetMessageId }))
                .WaitAsync(cancellationToken);
    }

    private async Task<SendRecord> RunAsync(Send send)
    {
        using var limit = new CancellationTokenSource(SendTimeout, clock);
        var record = send.Record;
        try
        {
            if (record.State == SendState.Sending)
                return await EstablishAsync(send, mayResend: true, limit.Token);
            if (record.State == SendState.Started)
                await DraftAsync(send, limit.Token);
            return await SendDraftAsync(send, mayResend: true, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw IsPastSending(record) ? Unknown(record) : new ProviderException(send.Provider.Provider, null, "timeout");
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

    private async Task DraftAsync(Send send, CancellationToken cancellationToken)
    {
        var (record, provider, access, mail) = send;
        // A holder before this one may have made the draft and died before it could say so.
        record.DraftId = await access.CallAsync(
            (token, c) => provider.FindDraftAsync(token, record.InternetMessageId, c), cancellationToken)
            ?? await access.CallAsync((token, c) => provider.CreateDraftAsync(token, mail, c), cancellationToken);
        await AdvanceAsync(record, SendState.Drafted, cancellationToken);
    }

    private async Task<SendRecord> SendDraftAsync(Send send, bool mayResend, CancellationToken cancellationToken)
    {
        var (record, provider, access, mail) = send;
        await AdvanceAsync(record, SendState.Sending, cancellationToken);
        try
        {
            record.SentId = await access.CallAsync((token, c) => provider.SendDraftAsync(token, record.DraftId!, mail, c), cancellationToken);
            return await AdvanceAsync(record, SendState.Sent, CancellationToken.None);
        }
        catch (DraftChangedException)
        {
            // It is somebody's work by now, and stays where it is.
            await AdvanceAsync(record, SendState.Failed, cancellationToken);
            throw Changed();
        }
        catch (ProviderException exception) when (exception.AmbiguousOutcome || exception.Status == System.Net.HttpStatusCode.NotFound)
        {
            MailLog.SendAnswerLost(logger, provider.Provider, exception.Reason ?? "");
            return await EstablishAsync(send, mayResend, cancellationToken);
        }
        catch (ProviderException exception)
        {
            await AbandonAsync(send, exception.Status == System.Net.HttpStatusCode.TooManyRequests, cancellationToken);
            throw;
        }
    }

    private async Task<SendRecord> EstablishAsync(Send send, bool mayResend, CancellationToken cancellationToken)
    {
        var record = send.Record;
        var isDraft = false;
        foreach (var wait in Looks)
        {
            await Task.Delay(wait, clock, cancellationToken);
            (isDraft, record.SentId) = await LocateAsync(send, cancellationToken);
            if (record.SentId is not null)
                return await AdvanceAsync(record, SendState.Sent, CancellationToken.None);
        }

        if (!isDraft)
            throw Unknown(record);
        // Seen to the end as a draft: it was not sent.
        await AdvanceAsync(record, SendState.Drafted, cancellationToken);
        return mayResend
            ? await SendDraftAsync(send, mayResend: false, cancellationToken)
            : throw new ProviderException(send.Provider.Provider, null, "notSent");
    }

    /// <summary>A look that fails is no news.</summary>
    private async Task<MailWhereabouts> LocateAsync(Send send, CancellationToken cancellationToken)
    {
        var (record, provider, access, _) = send;
        try
        {
            return await access.CallAsync(
                (token, c) => provider.LocateAsync(token, record.DraftId!, record.InternetMessageId, c), cancellationToken);
        }
        catch (ProviderException exception)
        {
            MailLog.LookFailed(logger, provider.Provider, exception.Reason ?? "");
            return default;
        }
    }

    /// <summary>The provider refused for good: nothing was sent, and no draft stays behind. A limit passes, so its draft is kept.</summary>
    private async Task AbandonAsync(Send send, bool keepDraft, CancellationToken cancellationToken)
    {
        var (record, provider, access, _) = send;
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
            MailLog.DraftLeftBehind(logger, provider.Provider, exception.Reason ?? "");
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

    private static ToolFailureException Changed() => new(new ToolFailure(
        FailureCode.Conflict,
        "Somebody changed the draft before it was sent; nothing was sent, and the draft is left in the user's Drafts.",
        "Tell the user. Repeating the call makes a new draft of the mail as it was meant."));

    private static ToolFailureException Unknown(SendRecord record) => new(new ToolFailure(
        FailureCode.OutcomeUnknown,
        "The mail was handed to the provider, whose answer was lost; neither the draft nor the sent copy can be seen yet.",
        $"Do not send it again. Repeat this call unchanged, with idempotency_key {record.IdempotencyKey}, in a minute: it looks again and never sends twice.")
    {
        RetryAfterSeconds = 60,
    });

    private sealed record Send(SendRecord Record, IMailProvider Provider, AccountAccess Access, OutgoingMail Mail);
}
