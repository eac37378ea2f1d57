using Microsoft.AspNetCore.WebUtilities;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>Decides what a browser must do next in a transaction, until the client gets its answer.</summary>
internal sealed class LoginFlow(Tenant tenant, AuthorizationStore store, AccessTokens tokens, TimeProvider clock)
{
    /// <summary>The path of the next page, or the redirect to the client.</summary>
    public string Next(Transaction transaction, LoginSession? session)
    {
        var request = transaction.Request;
        var step = Missing(transaction, session);
        if (step is null)
            return Finish(transaction, session!);
        if (request.Prompt == "none")
        {
            store.End(transaction);
            var error = step == Step.Consent ? "consent_required" : step == Step.Mfa ? "interaction_required" : "login_required";
            return Answer(request, new() { ["error"] = error, ["error_description"] = "Interaction with the user is needed" });
        }

        return $"{step.Value.Path()}?state={transaction.Id}";
    }

    /// <summary>The error redirect to the client, which ends the transaction where there is one.</summary>
    public string Refuse(AuthorizationRequest request, string error, string description) =>
        Answer(request, new() { ["error"] = error, ["error_description"] = description });

    private Step? Missing(Transaction transaction, LoginSession? session)
    {
        var request = transaction.Request;
        if (session is null || (!transaction.LoggedIn && MustLogInAgain(request, session)))
            return Step.Login;
        // Policy "Always" asks at every login; a session that has answered is remembered, as Auth0 does by default.
        if (tenant.Settings.MfaPolicy == MfaPolicy.Always && session.MfaTime is null)
            return Step.Mfa;
        return NeedsConsent(request) && !store.HasConsent(session.User.Sub, request) ? Step.Consent : null;
    }

    private bool MustLogInAgain(AuthorizationRequest request, LoginSession session) =>
        request.Prompt == "login" || (request.MaxAge is { } maxAge && clock.GetUtcNow() - session.AuthTime > TimeSpan.FromSeconds(maxAge));

    /// <summary>
    /// A first-party client skips consent where its API says so, but never with a callback on localhost: nobody can verify who listens
    /// there (auth0.com/docs, "User consent and third-party applications").
    /// </summary>
    private static bool NeedsConsent(AuthorizationRequest request) =>
        !request.Client.IsFirstParty
        || request is { Prompt: "consent" }
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
        return QueryHelpers.AddQueryString(request.RedirectUri.ToString(), answer.Where(p => p.Value is not null));
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
