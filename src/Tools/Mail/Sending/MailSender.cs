using System.Data.Common;
using System.Net;
using Microsoft.Extensions.Logging;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>
/// Sends a mail at most once: a record, a draft, the record again, the send. Once a send has no clear answer, what came of it is in
/// doubt (<see cref="SendState.Sending"/>), and what is answered later proves nothing. A sent copy that is seen ends the doubt; so does a
/// draft that is still one when the provider has had its time, and only then is it sent again. Until then the outcome is
/// <c>outcome_unknown</c>, and the same key looks again.
/// </summary>
internal sealed class MailSender(
    MailApprovals approvals, SendRecords records, IEnumerable<IMailProvider> providers, TimeProvider clock, ILogger<MailSender> logger)
{
    /// <summary>Shorter than a lease. The work goes on for as long, though its caller leaves: half a send helps nobody.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long after a send a provider may still carry it out, or show its draft as one. Neither documents it: gateways of both give up
    /// within minutes, and a mail that waits longer is queued by then, no draft.
    /// </summary>
    public static readonly TimeSpan ProviderMayTake = TimeSpan.FromMinutes(10);

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
            key = await approvals.EnsureAsync(caller, access, mail, key, cancellationToken);
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
                return await EstablishAsync(send, limit.Token);
            if (record.State == SendState.Started)
                await DraftAsync(send, limit.Token);
            return await SendDraftAsync(send, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw IsPastSending(record) ? SendFailures.Unknown(record) : new ProviderException(send.Provider.Provider, null, "timeout");
        }
        catch (DbException exception) when (IsPastSending(record))
        {
            // The mail may have gone out although its record was not saved: a call with the same key looks for it.
            MailLog.NotRecorded(logger, exception.GetType().Name);
            throw SendFailures.Unknown(record);
        }
        finally
        {
            await ReleaseAsync(record);
            await approvals.NoteOutcomeAsync(record);
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

    private async Task<SendRecord> SendDraftAsync(Send send, CancellationToken cancellationToken)
    {
        var (record, provider, access, mail) = send;
        try
        {
            await access.CallAsync((token, c) => provider.CheckDraftAsync(token, record.DraftId!, mail, c), cancellationToken);
        }
        catch (DraftChangedException)
        {
            return await ChangedAsync(send, cancellationToken);
        }
        catch (ProviderException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            // Thrown away, or sent, by hand.
            await BeginAsync(record, cancellationToken);
            return await EstablishAsync(send, cancellationToken);
        }

        await BeginAsync(record, cancellationToken);
        try
        {
            record.SentId = await access.CallAsync((token, c) => provider.SendDraftAsync(token, record.DraftId!, mail, c), cancellationToken);
        }
        catch (Exception exception) when (IsUnasked(exception))
        {
            await AdvanceAsync(record, SendState.Drafted, cancellationToken);
            throw;
        }
        // A draft may be gone because it was sent, for example by a gateway that repeated the request.
        catch (ProviderException exception) when (exception.AmbiguousOutcome || exception.Status == HttpStatusCode.NotFound)
        {
            MailLog.SendAnswerLost(logger, provider.Provider, exception.Reason ?? "");
            return await EstablishAsync(send, cancellationToken);
        }
        catch (ProviderException exception)
        {
            return await RefusedAsync(send, exception, cancellationToken);
        }

        return await AdvanceAsync(record, SendState.Sent, CancellationToken.None);
    }

    /// <summary>Without a token, a connection or an allowance nothing was asked of the provider: the draft is kept for the next call.</summary>
    private static bool IsUnasked(Exception exception) =>
        exception is ToolFailureException or ProviderException { NotReached: true } or ProviderException { Status: HttpStatusCode.TooManyRequests };

    private async Task BeginAsync(SendRecord record, CancellationToken cancellationToken)
    {
        record.TriedAt = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await AdvanceAsync(record, SendState.Sending, cancellationToken);
    }

    /// <summary>It is somebody else's work by now, and stays where it is; or they sent it by hand.</summary>
    private async Task<SendRecord> ChangedAsync(Send send, CancellationToken cancellationToken)
    {
        var record = send.Record;
        if ((await LookAsync(send, cancellationToken)).SentId is not null)
            return record;
        await AdvanceAsync(record, SendState.Failed, cancellationToken);
        throw SendFailures.Changed();
    }

    private async Task<SendRecord> EstablishAsync(Send send, CancellationToken cancellationToken)
    {
        var record = send.Record;
        foreach (var wait in Looks)
        {
            await Task.Delay(wait, clock, cancellationToken);
            var seen = await LookAsync(send, cancellationToken);
            if (seen.SentId is not null)
                return record;
            if (seen.IsDraft && clock.GetUtcNow() >= DateTimeOffset.FromUnixTimeMilliseconds(record.TriedAt) + ProviderMayTake)
            {
                await AdvanceAsync(record, SendState.Drafted, cancellationToken);
                return await SendDraftAsync(send, cancellationToken);
            }
        }

        throw SendFailures.Unknown(record);
    }

    /// <summary>The provider refused for good. Nothing was sent if the draft is still there, which then does not stay behind.</summary>
    /// <exception cref="ProviderException">The refusal.</exception>
    private async Task<SendRecord> RefusedAsync(Send send, ProviderException refusal, CancellationToken cancellationToken)
    {
        var (record, provider, access, _) = send;
        var seen = await LookAsync(send, cancellationToken);
        if (seen.SentId is not null)
            return record;
        if (!seen.IsDraft)
            throw SendFailures.Unknown(record);
        await AdvanceAsync(record, SendState.Failed, cancellationToken);
        try
        {
            await access.CallAsync((token, c) => provider.DeleteDraftAsync(token, record.DraftId!, c), cancellationToken);
        }
        catch (Exception exception) when (ReasonOf(exception) is { } reason)
        {
            MailLog.DraftLeftBehind(logger, provider.Provider, reason);
        }

        throw refusal;
    }

    /// <summary>Looks for the mail, once. A sent copy settles the matter; a look that fails changes nothing.</summary>
    private async Task<MailWhereabouts> LookAsync(Send send, CancellationToken cancellationToken)
    {
        var (record, provider, access, _) = send;
        MailWhereabouts seen;
        try
        {
            seen = await access.CallAsync(
                (token, c) => provider.LocateAsync(token, record.DraftId!, record.InternetMessageId, c), cancellationToken);
        }
        catch (Exception exception) when (ReasonOf(exception) is { } reason)
        {
            MailLog.LookFailed(logger, provider.Provider, reason);
            return default;
        }

        if (seen.SentId is null)
            return seen;
        record.SentId = seen.SentId;
        await AdvanceAsync(record, SendState.Sent, CancellationToken.None);
        return seen;
    }

    /// <summary>Why a provider could not be asked, or would not, for the log; null for any other exception.</summary>
    private static string? ReasonOf(Exception exception) => exception switch
    {
        ProviderException refusal => refusal.Reason ?? "",
        ToolFailureException failure => failure.Failure.Code.ToString(),
        _ => null,
    };

    private async Task<SendRecord> AdvanceAsync(SendRecord record, SendState state, CancellationToken cancellationToken)
    {
        record.State = state;
        await records.SaveAsync(record, cancellationToken);
        return record;
    }

    private static string NewMessageId(Account account) => $"<{Guid.NewGuid():N}@{account.Address[(account.Address.LastIndexOf('@') + 1)..]}>";

    private sealed record Send(SendRecord Record, IMailProvider Provider, AccountAccess Access, OutgoingMail Mail);
}
