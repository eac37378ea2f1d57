using Microsoft.AspNetCore.WebUtilities;
using TokenVaultAgent.Sandbox.Auth0.Actions;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>Decides what a browser must do next in a transaction, until the client gets its answer.</summary>
internal sealed class LoginFlow(Tenant tenant, AuthorizationStore store, AccessTokens tokens, PostLoginTrigger trigger, TimeProvider clock)
{
    /// <summary>To the next page, or back to the client.</summary>
    /// <param name="device">The browser, by a cookie of its own; null for one that was never here.</param>
    public IResult Next(Transaction transaction, LoginSession? session, string? device)
    {
        lock (transaction.Lock)
        {
            var request = transaction.Request;
            if (session is null || (!transaction.LoggedIn && MustLogInAgain(request, session)))
                return Ask(transaction, Step.Login, "login_required");
            if (request.Organization is { } organization && !tenant.Settings.Organizations[organization].Contains(session.User.Email))
                return Refuse(transaction, $"user {session.User.Sub} is not part of the {organization} organization");
            switch (Advance(transaction, session, device))
            {
                case ActionOutcome.Refusal refusal:
                    store.End(transaction);
                    return Refuse(request, "access_denied", refusal.Reason);
                case ActionOutcome.Challenge challenge:
                    return Ask(transaction, challenge.Factors[0] == Tenant.Push ? Step.Push : Step.Mfa, "interaction_required");
                case ActionOutcome.Enrolment:
                    return Ask(transaction, Step.Enrolment, "interaction_required");
                default:
                    return MustConsent(transaction, session)
                        ? Ask(transaction, Step.Consent, "consent_required")
                        : Results.Redirect(Finish(transaction, session, device));
            }
        }
    }

    /// <summary>
    /// The error, by redirect. A third-party client under open redirect protection gets none that the user had no part in: it would
    /// make the tenant's domain a springboard to a site that the client chose. The user then sees a page.
    /// </summary>
    public IResult Refuse(AuthorizationRequest request, string error, string description, bool byUser = false) =>
        byUser || request.Client.IsFirstParty || request.Client.RedirectionPolicy == "allow_always"
            ? Results.Redirect(Answer(request, new() { ["error"] = error, ["error_description"] = description }))
            : Pages.Error($"{error}: {description}");

    /// <summary>The user, or what the user did, ends the transaction.</summary>
    public IResult Refuse(Transaction transaction, string description)
    {
        store.End(transaction);
        return Refuse(transaction.Request, "access_denied", description, byUser: true);
    }

    private IResult Ask(Transaction transaction, Step step, string error)
    {
        if (transaction.Request.Prompt != "none")
            return Results.Redirect($"{step.Path()}?state={transaction.Id}");
        store.End(transaction);
        return Refuse(transaction.Request, error, "Interaction with the user is needed");
    }

    /// <summary>
    /// Runs the Actions as far as they go. The tenant's policy has its say after them, and none where one of them has demanded something
    /// (auth0.com/docs/secure/multi-factor-authentication/customize-mfa/customize-mfa-selection-universal-login).
    /// </summary>
    private ActionOutcome Advance(Transaction transaction, LoginSession session, string? device)
    {
        if (transaction.Actions?.User.Sub != session.User.Sub)
            Begin(transaction, session);
        if (transaction.Demand is { } pending)
            return pending;

        var actions = transaction.Actions!;
        (actions.Session, actions.User) = (session, session.User);
        var outcome = trigger.Run(actions);
        if (outcome is ActionOutcome.Done && actions.Met.Count == 0 && (actions.EndsWithMfa || (actions.Demands == 0 && PolicyDemands(session, device))))
            outcome = Tenant.EnrolledFactors(session.User).Intersect(tenant.Settings.Factors).ToList() is { Count: > 0 } enrolled
                ? new ActionOutcome.Challenge(enrolled)
                : new ActionOutcome.Enrolment(tenant.Settings.Factors);
        transaction.Demand = outcome is ActionOutcome.Challenge or ActionOutcome.Enrolment ? outcome : null;
        return outcome;
    }

    /// <summary>Starts again where somebody else has logged in meanwhile: one user's MFA says nothing about another.</summary>
    private static void Begin(Transaction transaction, LoginSession session)
    {
        var request = transaction.Request;
        transaction.Demand = null;
        transaction.Consented = false;
        transaction.Actions = new ActionTransaction("oidc-basic-profile", request.Client, session.User)
        {
            Api = request.Api,
            RequestedScopes = request.RequestedScopes,
            AcrValues = request.AcrValues,
            Query = request.Query,
            Organization = request.Organization,
            TargetScopes = [.. request.Scopes],
        };
    }

    /// <summary>Always: at every login whose session has not met one. Adaptive: from a browser that is new for the user.</summary>
    private bool PolicyDemands(LoginSession session, string? device) => session.MfaTime is null && tenant.Settings.MfaPolicy switch
    {
        MfaPolicy.Always => true,
        MfaPolicy.Adaptive => !store.Knows(session.User.Sub, device),
        _ => false,
    };

    private bool MustConsent(Transaction transaction, LoginSession session) =>
        (transaction.Request.Prompt == "consent" && !transaction.Consented)
        || (NeedsConsent(transaction.Request) && !store.HasConsent(session.User.Sub, transaction.Request, transaction.Actions!.TargetScopes));

    /// <summary><c>max_age=0</c> is <c>prompt=login</c> in other words (OpenID Connect Core section 3.1.2.1).</summary>
    private bool MustLogInAgain(AuthorizationRequest request, LoginSession session) =>
        request is { Prompt: "login" } or { MaxAge: 0 }
        || (request.MaxAge is { } maxAge && clock.GetUtcNow() - session.AuthTime > TimeSpan.FromSeconds(maxAge));

    /// <summary>
    /// A first-party client skips consent where its API says so, but never with a callback on localhost: nobody can verify who listens
    /// there (auth0.com/docs, "User consent and third-party applications").
    /// </summary>
    private static bool NeedsConsent(AuthorizationRequest request) =>
        !request.Client.IsFirstParty
        || (request.Api is not null && (!request.Api.SkipConsentForVerifiableFirstPartyClients || request.RedirectUri.IsLoopback));

    private string Finish(Transaction transaction, LoginSession session, string? device)
    {
        store.End(transaction);
        if (device is not null)
            store.Remember(session.User.Sub, device);
        return Answer(transaction.Request, new() { ["code"] = store.IssueCode(transaction.Request, session, transaction.Actions!) });
    }

    private string Answer(AuthorizationRequest request, Dictionary<string, string?> answer)
    {
        answer["state"] = request.State;
        if (tenant.Settings.AuthorizationResponseIssParameterSupported)
            answer["iss"] = tokens.Issuer;
        return QueryHelpers.AddQueryString(request.RedirectUri.OriginalString, answer.Where(p => p.Value is not null));
    }
}

/// <summary>The pages between <c>/authorize</c> and the client's callback, in order.</summary>
internal enum Step
{
    Login,
    Push,
    Mfa,
    Enrolment,
    Consent,
}

internal static class Steps
{
    public static string Path(this Step step) => step switch
    {
        Step.Login => "/u/login",
        Step.Push => "/u/mfa-push-challenge",
        Step.Mfa => "/u/mfa-otp-challenge",
        Step.Enrolment => "/u/mfa-otp-enrollment",
        _ => "/u/consent",
    };
}
