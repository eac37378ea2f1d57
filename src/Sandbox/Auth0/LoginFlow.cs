using Microsoft.AspNetCore.WebUtilities;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>Decides what a browser must do next in a transaction, until the client gets its answer.</summary>
internal sealed class LoginFlow(Tenant tenant, AuthorizationStore store, AccessTokens tokens, TimeProvider clock)
{
    /// <summary>To the next page, or back to the client.</summary>
    public IResult Next(Transaction transaction, LoginSession? session)
    {
        var request = transaction.Request;
        var step = Missing(transaction, session);
        if (step is null)
            return Results.Redirect(Finish(transaction, session!));
        if (request.Prompt == "none")
        {
            store.End(transaction);
            var error = step == Step.Consent ? "consent_required" : step == Step.Mfa ? "interaction_required" : "login_required";
            return Refuse(request, error, "Interaction with the user is needed");
        }

        return Results.Redirect($"{step.Value.Path()}?state={transaction.Id}");
    }

    /// <summary>
    /// The error, by redirect. A third-party client under open redirect protection gets none that the user had no part in: it would
    /// make the tenant's domain a springboard to a site that the client chose. The user then sees a page.
    /// </summary>
    public IResult Refuse(AuthorizationRequest request, string error, string description, bool byUser = false) =>
        byUser || request.Client.IsFirstParty || request.Client.RedirectionPolicy == "allow_always"
            ? Results.Redirect(Answer(request, new() { ["error"] = error, ["error_description"] = description }))
            : Pages.Error($"{error}: {description}");

    private Step? Missing(Transaction transaction, LoginSession? session)
    {
        var request = transaction.Request;
        if (session is null || (!transaction.LoggedIn && MustLogInAgain(request, session)))
            return Step.Login;
        // Policy "Always" asks at every login; a session that has answered is remembered, as Auth0 does by default.
        if (tenant.Settings.MfaPolicy == MfaPolicy.Always && session.MfaTime is null)
            return Step.Mfa;
        if (request.Prompt == "consent" && !transaction.Consented)
            return Step.Consent;
        return NeedsConsent(request) && !store.HasConsent(session.User.Sub, request) ? Step.Consent : null;
    }

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

    private string Finish(Transaction transaction, LoginSession session)
    {
        store.End(transaction);
        return Answer(transaction.Request, new() { ["code"] = store.IssueCode(transaction.Request, session) });
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
    Mfa,
    Consent,
}

internal static class Steps
{
    public static string Path(this Step step) => step switch
    {
        Step.Login => "/u/login",
        Step.Mfa => "/u/mfa-otp-challenge",
        _ => "/u/consent",
    };
}
