using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Storage;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Safety.Ciba;

/// <summary>
/// Puts an approval to the user on their phone instead of a page. The question outlives the call that asked it: a later one goes on
/// asking for the answer, at whatever machine, one at a time.
/// </summary>
internal sealed partial class PhoneApprovals(
    CibaClient ciba, DecisionLinks links, ActionApprovals approvals, IDbContextFactory<AgentDbContext> contexts, IOptions<StepUpOptions> options,
    IDataProtectionProvider protection, TimeProvider clock, ILogger<PhoneApprovals> logger)
{
    /// <summary>Auth0 pushes to phones up to this; what may take longer goes by e-mail.</summary>
    private static readonly TimeSpan LongestPush = TimeSpan.FromSeconds(300);

    /// <summary>How long the call that asks for the answer may be silent before another takes over.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>The tenant may find that time is up a little before this server does.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    private readonly IDataProtector _protector = protection.CreateProtector("approval.phone.v1");

    public bool AreOn => options.Value.Channel == ApprovalChannel.Ciba;

    /// <summary>Waits for the user's answer on the phone.</summary>
    /// <param name="link">The open link that asks the same on a page.</param>
    /// <param name="tell">Is told, again and again, what is being waited for.</param>
    /// <returns>The link as it is then: decided, or open; and whether the phone was asked at all.</returns>
    public async Task<(DecisionLink Link, bool WasAsked)> AskAsync(Caller caller, DecisionLink link, Func<string, Task> tell, CancellationToken cancellationToken)
    {
        if (await approvals.FindAsync(link.Id, cancellationToken) is not var (_, summary))
            return ((await links.FindAsync(link.Id, cancellationToken))!, false);
        var details = PhoneDetails.Of(summary);
        var (holder, wasAsked) = (Guid.NewGuid().ToString(), false);
        try
        {
            while (details is not null && link.IsOpen(clock.GetUtcNow()))
            {
                await tell($"Waiting for the user to approve it on the phone: {summary.Title}, code {CodeOf(link)}.");
                var wait = Glance;
                if (await TakeTurnAsync(link.Id, holder, cancellationToken) is { } mine)
                {
                    var request = Read(mine.PhoneRequest) ?? await StartAsync(caller, link, holder, summary.Title, details);
                    wasAsked = request is not null;
                    if (request is null || !await PollAsync(caller, link, request, cancellationToken))
                        break;
                    wait = TimeSpan.FromSeconds(request.IntervalSeconds);
                }

                link = (await links.FindAsync(link.Id, cancellationToken))!;
                if (link.State == DecisionState.Open)
                    await Task.Delay(wait, clock, cancellationToken);
            }

            return ((await links.FindAsync(link.Id, cancellationToken))!, wasAsked);
        }
        finally
        {
            await EndTurnAsync(link.Id, holder);
        }
    }

    /// <returns>False where there is nothing to wait for any more, and nobody has decided.</returns>
    private async Task<bool> PollAsync(Caller caller, DecisionLink link, PhoneRequest request, CancellationToken cancellationToken)
    {
        try
        {
            // The tenant gives the answer once: whoever fetches it records it, even if their own caller has gone meanwhile.
            if (!await ciba.PollAsync(caller, request.AuthReqId, CancellationToken.None))
                return clock.GetUtcNow() < request.ExpiresAt;
            await approvals.ProveAsync(link.Id, clock.GetUtcNow(), CancellationToken.None);
            await links.DecideAsync(link, DecisionState.Granted, null, CancellationToken.None);
            return true;
        }
        catch (CibaException exception) when (exception.IsPassing)
        {
            await Task.Delay(exception.RetryAfter ?? TimeSpan.FromSeconds(request.IntervalSeconds), clock, cancellationToken);
            return clock.GetUtcNow() < request.ExpiresAt;
        }
        catch (CibaException exception) when (exception.Code == "access_denied")
        {
            // The tenant uses the same error for a denial and for an answer that never came.
            if (clock.GetUtcNow() >= request.ExpiresAt - Skew)
                return false;
            await links.DecideAsync(link, DecisionState.Declined, null, CancellationToken.None);
            return true;
        }
        catch (CibaException exception)
        {
            SafetyLog.PhoneRefused(logger, exception.Code);
            return false;
        }
    }

    /// <summary>
    /// Null where the phone cannot be asked. Once it is asked, that is recorded even if the caller has gone: otherwise nobody would learn
    /// the answer.
    /// </summary>
    private async Task<PhoneRequest?> StartAsync(Caller caller, DecisionLink link, string holder, string title, string details)
    {
        try
        {
            var left = DateTimeOffset.FromUnixTimeMilliseconds(link.ExpiresAt) - clock.GetUtcNow();
            var started = await ciba.StartAsync(
                caller, BindingMessage(title, CodeOf(link)), details, left < LongestPush ? left : LongestPush, CancellationToken.None);
            var request = new PhoneRequest(started.AuthReqId!, started.Interval, clock.GetUtcNow().AddSeconds(started.ExpiresIn));
            await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
            var text = _protector.Protect(JsonSerializer.Serialize(request, CibaJson.Default.PhoneRequest));
            await context.Set<Approval>().Where(a => a.Id == link.Id && a.PolledBy == holder)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.PhoneRequest, text), CancellationToken.None);
            return request;
        }
        catch (CibaException exception)
        {
            SafetyLog.PhoneRefused(logger, exception.Code);
            return null;
        }
    }

    private async Task EndTurnAsync(string id, string holder)
    {
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        await context.Set<Approval>().Where(a => a.Id == id && a.PolledBy == holder)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.PolledBy, (string?)null), CancellationToken.None);
    }

    /// <summary>Null while another call asks for the answer: the tenant gives it once, and minds being asked too often.</summary>
    private async Task<Approval?> TakeTurnAsync(string id, string holder, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var (nowMs, untilMs) = (now.ToUnixTimeMilliseconds(), (now + Lease).ToUnixTimeMilliseconds());
        var taken = await context.Set<Approval>().Where(a => a.Id == id && (a.PolledBy == holder || a.PolledBy == null || a.PolledUntil <= nowMs))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.PolledBy, holder).SetProperty(a => a.PolledUntil, untilMs), cancellationToken);
        return taken == 1 ? await context.Set<Approval>().AsNoTracking().SingleAsync(a => a.Id == id, cancellationToken) : null;
    }

    /// <summary>Null for none, and for one that was encrypted with keys that are lost: it is asked anew.</summary>
    private PhoneRequest? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(_protector.Unprotect(text), CibaJson.Default.PhoneRequest);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The user compares it with what the agent's client shows.</summary>
    private static string CodeOf(DecisionLink link) => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(link.Id)))[..4];

    /// <summary>Without white space, which one page of Auth0's allows and another does not.</summary>
    private static string BindingMessage(string title, string code)
    {
        var words = Unsendable().Replace(title, "-").Trim('-');
        return $"{words[..Math.Min(words.Length, 48)]},code:{code}";
    }

    [GeneratedRegex(@"[^A-Za-z0-9]+")]
    private static partial Regex Unsendable();
}
