using Microsoft.Extensions.Options;
using TokenVaultAgent.AgentServer.Approvals.Views;
using TokenVaultAgent.AgentServer.Pages;
using TokenVaultAgent.AgentServer.Pages.Views;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.AgentServer.Approvals;

/// <summary>The page of an action that was decided on: how it stands, and what the user can still change about it.</summary>
internal sealed class DecidedPages(IEnumerable<IActionOutcomes> outcomes, IOptions<DecisionOptions> options, TimeProvider clock)
{
    /// <summary>After "not like this": the same is to be decided once more.</summary>
    public const string Again = "again";

    /// <summary>The tool may ask again.</summary>
    public const string Lift = "lift";

    /// <summary>The approval is of no use any more.</summary>
    public const string TakeBack = "take-back";

    private const string CloseIt = "You can close this page and go back to your chat.";

    public async Task<IResult> ShowAsync(DecisionLink link, Approval approval, ActionSummary action, CancellationToken cancellationToken) =>
        Page.Of<DecidedView>(new { Decided = await OfAsync(link, approval, action, cancellationToken), Action = ActionModel.Of(action) });

    /// <summary>How an action stands that was decided on.</summary>
    public async Task<DecidedModel> OfAsync(DecisionLink link, Approval approval, ActionSummary action, CancellationToken cancellationToken)
    {
        var outcome = approval.TakenBy is { } execution && outcomes.FirstOrDefault(o => o.Tool == approval.Tool) is { } known
            ? await known.FindAsync(approval.Owner, approval.AccountId, execution, cancellationToken)
            : null;
        return Decided(link, approval, outcome, action.Done ?? "Done");
    }

    private DecidedModel Decided(DecisionLink link, Approval approval, ActionOutcome? outcome, string done) => link.State switch
    {
        DecisionState.Granted when approval.TakenBackAt is not null => new("Taken back", Mark.Good, $"Your assistant can no longer do this. Nothing was done. {CloseIt}"),
        DecisionState.Granted when approval.TakenBy is not null => Used(outcome, done),
        DecisionState.Granted => Unused(link),
        DecisionState.Declined => new(
            "Not approved", Mark.Good, "Nothing was done. Tell your assistant what to change: it can ask you again at once.",
            link.LiftedAt is null ? new(Again, "I have changed my mind: show it again") : null),
        _ => Stopped(link),
    };

    private DecidedModel Unused(DecisionLink link)
    {
        var until = link.DecidedAt!.Value + (long)options.Value.LinkLifetime.TotalMilliseconds;
        return clock.GetUtcNow().ToUnixTimeMilliseconds() < until
            ? new(
                "Approved", Mark.Good, $"Waiting for your assistant, which can do this once, until {Moment.Until(until, clock.GetUtcNow())}. Go back to your chat, or take it back.",
                new(TakeBack, "Take it back"))
            : new("Approved, and not done", Mark.Notice, "Your assistant did not do it in time, and can no longer do it. Nothing was done.");
    }

    private static DecidedModel Used(ActionOutcome? outcome, string done) => outcome switch
    {
        { State: ActionState.Done } => new(done, Mark.Good, $"Your assistant did this, once, on {Moment.At(outcome.At)}. {CloseIt}"),
        { State: ActionState.Refused } => new("Not done", Mark.Notice, "You approved this, and the provider refused it. Nothing was done."),
        null => new("Approved and used", Mark.Good, $"Your assistant has used this approval; it can be used once only. {CloseIt}"),
        _ => new("Approved", Mark.Notice, "Your assistant is doing this now, or it is not known yet whether it was done. Look at this page again in a while."),
    };

    private DecidedModel Stopped(DecisionLink link)
    {
        var isReport = link.State == DecisionState.Reported;
        var heading = isReport ? "Reported" : "You are not asked for a while";
        if (link.LiftedAt is not null || options.Value.RefusedUntil(link) is not { } until || until <= clock.GetUtcNow().ToUnixTimeMilliseconds())
            return new(heading, Mark.Good, "Nothing was done. By now your assistant can ask you for the like again.");
        var told = isReport
            ? $"Nothing was done, and whoever runs this service is told. To speak with them about it, give them the reference {Approval.ReferenceOf(link.Id)}."
            : "Nothing was done.";
        return new(
            heading, Mark.Good, $"{told} Your assistant cannot ask you for the like until {Moment.Until(until, clock.GetUtcNow())}.",
            new(Lift, "Let my assistant ask me again"));
    }
}
