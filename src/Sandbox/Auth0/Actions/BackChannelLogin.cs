using TokenVaultAgent.Sandbox.Web;
namespace TokenVaultAgent.Sandbox.Auth0.Actions;

/// <summary>
/// The post-login trigger where there is no browser. Nobody can be prompted there, so that a challenge, an Action's or the policy's, is an
/// error (auth0.com/docs/secure/tokens/refresh-tokens/use-refresh-tokens, "Bypass MFA").
/// </summary>
internal sealed class BackChannelLogin(Tenant tenant, PostLoginTrigger trigger)
{
    /// <exception cref="OAuthErrorException"><c>mfa_required</c>, or an Action denied or failed.</exception>
    public void Run(ActionTransaction transaction)
    {
        var outcome = trigger.Run(transaction);
        if (outcome is ActionOutcome.Refusal refusal)
            throw new OAuthErrorException(403, "access_denied", refusal.Reason);
        if (outcome is not ActionOutcome.Done || transaction.EndsWithMfa || (transaction.Demands == 0 && tenant.Settings.MfaPolicy == MfaPolicy.Always))
            throw MfaRequired();
    }

    public static OAuthErrorException MfaRequired() =>
        new(403, "mfa_required", "Multifactor authentication required") { MfaToken = "Fe26.2*" + Secrets.New(48) };
}
