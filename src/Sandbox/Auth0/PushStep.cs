using System.Text.Encodings.Web;
using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.Auth0.Phone;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>The page that waits while the user answers on the phone.</summary>
internal static class PushStep
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public static IResult Wait(HttpContext http, AuthorizationStore store, PhoneNotifications phones, LoginFlow flow)
    {
        if (store.FindTransaction(http.Request.Query["state"]) is not { } transaction || LoginEndpoints.Session(http) is not { } session)
            return Pages.Error("This page has expired. Go back to the application and try again.");
        lock (transaction.Lock)
        {
            if (transaction.Demand is ActionOutcome.Challenge challenge && challenge.Factors.Contains(Tenant.Push))
            {
                transaction.Push ??= phones.Push(session.User, transaction.Request.Client, "Are you logging in?", [], Lifetime);
                if (phones.Find(transaction.Push).IsAllowed is not { } isAllowed)
                    return Page(transaction, challenge);
                if (!isAllowed)
                    return flow.Refuse(transaction, "The user rejected the push notification");
                MfaSteps.Meet(http, transaction, session, Tenant.Push);
            }
        }

        return LoginEndpoints.Next(http, transaction);
    }

    private static HtmlPage Page(Transaction transaction, ActionOutcome.Challenge challenge)
    {
        var state = UrlEncoder.Default.Encode(transaction.Id);
        var other = challenge.Factors.Contains(Tenant.Otp) ? $"<p><a href=\"{Step.Mfa.Path()}?state={state}\">Enter a one-time code instead</a></p>" : "";
        return new HtmlPage(
            "Check your phone", "Sandbox tenant", $"<p>We have sent a notification to your phone. This page goes on once you have answered.</p>{other}",
            "A sandbox tenant on this machine.", StatusCodes.Status200OK)
        {
            Refresh = $"2; url={Step.Push.Path()}?state={state}",
        };
    }
}
