using Microsoft.AspNetCore.Authentication;
using TokenVaultAgent.AgentServer.Approvals.Views;
using TokenVaultAgent.AgentServer.Pages;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Sessions;

namespace TokenVaultAgent.AgentServer.Approvals;

/// <summary>
/// The page that shows an action whole and takes the user's word on it. Each step checks anew that the one who is logged in is the one
/// whose agent asks. Where the policy wants MFA, an approval counts once the login proves one that is fresh.
/// </summary>
internal sealed class ApprovalPages(
    DecisionLinks links, ActionApprovals approvals, DecidedPages decided, ToolPolicies policies, FlowCookie<ApprovalFlow> flows, EndedSessions sessions,
    ApprovalTrail trail, PageAddresses addresses, TimeProvider clock, ILogger<ApprovalPages> logger) : IPages
{
    private const string Approve = "approve/{id}";

    public void Map(RouteGroupBuilder pages)
    {
        pages.MapGet(Approve, ShowAsync);
        pages.MapPost(Approve, DecideAsync);
        pages.MapGet(Approve + "/verify", VerifyAsync);
        pages.MapGet(Approve + "/unverified", () => Page.Message(
            "You could not be verified",
            "You are logged in, but without the second factor that this needs. Nothing was done. Ask whoever runs this service: its login does not ask for the factor.",
            StatusCodes.Status403Forbidden));
        pages.MapGet(Approve + "/switch", (string id) => WebLogin.LogIn(PathOf(id), prompt: "login"));
    }

    private async Task<IResult> ShowAsync(string id, WebUser? user, HttpContext http, CancellationToken cancellationToken)
    {
        // A user who looks at the page again has not gone on to prove presence.
        flows.End(http.Response);
        var (asked, refusal) = await FindAsync(id, user, cancellationToken);
        if (refusal is not null)
            return refusal;
        if (asked!.Link.State != DecisionState.Open)
            return await decided.ShowAsync(asked.Link, asked.Approval, asked.Summary, cancellationToken);
        return asked.Link.IsOpen(clock.GetUtcNow()) ? Page.Of<ApprovalView>(new { Asked = ApprovalModel.Of(asked.Summary, asked.Approval.AskedBy, user!.Email, !IsProven(asked, user)) }) : Expired();
    }

    private async Task<IResult> DecideAsync(string id, WebUser? user, HttpContext http, CancellationToken cancellationToken)
    {
        var (asked, refusal) = await FindAsync(id, user, cancellationToken);
        if (refusal is not null)
            return refusal;
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (form["change"].ToString() is { Length: > 0 } change)
            return await ChangeAsync(asked!, change, cancellationToken);
        var decision = form["decision"].ToString();
        if (decision == "approve" && !IsProven(asked!, user!))
        {
            await links.ProlongAsync(asked!.Link, FlowCookie<ApprovalFlow>.Lifetime, cancellationToken);
            flows.Begin(http.Response, new ApprovalFlow(id, user!.Session));
            return Page.Leave("Verify that it is you", new Uri($"{PathOf(id)}/verify", UriKind.Relative));
        }

        var state = decision switch
        {
            "approve" => DecisionState.Granted,
            "deny" => DecisionState.Declined,
            "stop" => DecisionState.Paused,
            "report" => DecisionState.Reported,
            _ => DecisionState.Open,
        };
        if (state != DecisionState.Open)
            await RecordAsync(asked!, user!, state, cancellationToken);
        return Results.Redirect(PathOf(id));
    }

    /// <summary>A second thought about what was decided; one that does not fit the decision changes nothing.</summary>
    private async Task<IResult> ChangeAsync(Asked asked, string change, CancellationToken cancellationToken)
    {
        switch (change, asked.Link.State)
        {
            case (DecidedPages.Again, DecisionState.Declined):
                return await AskAgainAsync(asked, cancellationToken);
            case (DecidedPages.Lift, DecisionState.Paused or DecisionState.Reported):
                await links.LiftAsync(asked.Link, cancellationToken);
                trail.Note(asked.Approval, ApprovalStep.Lifted);
                break;
            case (DecidedPages.TakeBack, DecisionState.Granted):
                if (await approvals.TakeBackAsync(asked.Link.Id, cancellationToken))
                    trail.Note(asked.Approval, ApprovalStep.TakenBack);
                break;
        }

        return Results.Redirect(PathOf(asked.Link.Id));
    }

    private async Task<IResult> AskAgainAsync(Asked asked, CancellationToken cancellationToken)
    {
        try
        {
            return Results.Redirect(PathOf((await approvals.AskAgainAsync(asked.Link, asked.Approval, cancellationToken)).Id));
        }
        catch (ToolFailureException exception) when (exception.Failure.Code == FailureCode.RateLimited)
        {
            return Page.Message(
                "Too much waits for you", "Answer some of the questions that are open first: the page of your connected accounts lists them. Then change your mind here.",
                StatusCodes.Status429TooManyRequests);
        }
    }

    /// <summary>Begins the login that the decision belongs to, and carries the decision in that login's state, not in the browser.</summary>
    private async Task<IResult> VerifyAsync(string id, WebUser? user, HttpContext http, CancellationToken cancellationToken)
    {
        var (asked, refusal) = await FindAsync(id, user, cancellationToken);
        if (refusal is not null)
            return refusal;
        return flows.Take(http, flow => flow.LinkId == id && flow.Session == user!.Session) is { } flow
            ? WebLogin.LogIn(PathOf(id), mfaWithin: asked!.Policy.MaxAge, email: user!.Email, carried: flow.ToItems(), organization: user.Caller.Organization)
            : Results.Redirect(PathOf(id));
    }

    /// <summary>
    /// A login has ended. Where it was begun to prove presence for an approval, the approval is done now: by the answer to that very login,
    /// which only the browser that began it can bring, and by nothing that another page could have the browser open.
    /// </summary>
    public async Task CompleteAsync(TicketReceivedContext context)
    {
        if (ApprovalFlow.Take(context.Properties!.Items) is not { } flow || WebUser.Of(context.Principal!, context.Properties, context.HttpContext) is not { } user)
            return;
        var cancellationToken = context.HttpContext.RequestAborted;
        context.ReturnUri = PathOf(flow.LinkId);
        var (asked, refusal) = await FindAsync(flow.LinkId, user, cancellationToken);
        if (refusal is not null || !asked!.Link.IsOpen(clock.GetUtcNow()) || await sessions.IsEndedAsync(flow.Session, cancellationToken))
            return;
        if (IsProven(asked, user))
        {
            await RecordAsync(asked, user, DecisionState.Granted, cancellationToken);
            return;
        }

        ApprovalsLog.NotProven(logger, asked.Approval.Tool);
        context.ReturnUri += "/unverified";
    }

    private async Task RecordAsync(Asked asked, WebUser user, DecisionState decision, CancellationToken cancellationToken)
    {
        if (decision == DecisionState.Granted && user.Caller.MfaTime is { } mfaTime)
            await approvals.ProveAsync(asked.Link.Id, mfaTime, cancellationToken);
        if (await links.DecideAsync(asked.Link, decision, null, cancellationToken))
            trail.Note(asked.Approval, decision switch
            {
                DecisionState.Granted => ApprovalStep.Approved,
                DecisionState.Reported => ApprovalStep.Reported,
                DecisionState.Paused => ApprovalStep.Paused,
                _ => ApprovalStep.Refused,
            });
    }

    /// <summary>What is asked, or the page that says why this visitor cannot have it.</summary>
    private async Task<(Asked? Asked, IResult? Refusal)> FindAsync(string id, WebUser? user, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(id, cancellationToken) is not { Kind: DecisionKind.Approve } link)
            return (null, LinkAdmission.NotValid());
        if (await approvals.FindAsync(id, cancellationToken) is not { } found)
            return (null, Page.Message(
                "This can no longer be shown", "What was to be approved cannot be read any more, and nothing was done. Go back to your chat and ask again.",
                StatusCodes.Status410Gone));
        var policy = policies.Of(found.Approval.Tool);
        var mfaWithin = policy.Policy == Policy.StepUp && link.IsOpen(clock.GetUtcNow()) ? policy.MaxAge : (TimeSpan?)null;
        return LinkAdmission.Refuse(link, user, PathOf(id), mfaWithin) is { } refusal
            ? (null, refusal)
            : (new Asked(link, found.Approval, found.Summary, policy), null);
    }

    private bool IsProven(Asked asked, WebUser user) =>
        asked.Policy.Policy != Policy.StepUp || (user.Caller.MfaTime is { } time && clock.GetUtcNow() - time <= asked.Policy.MaxAge);

    private static IResult Expired() => Page.Message(
        "This link has expired", "Links are good for some minutes only. Nothing was done. Go back to your chat and ask again.", StatusCodes.Status410Gone);

    private string PathOf(string id) => $"{addresses.Root.AbsolutePath}approve/{id}";

    private sealed record Asked(DecisionLink Link, Approval Approval, ActionSummary Summary, ToolPolicy Policy);
}
