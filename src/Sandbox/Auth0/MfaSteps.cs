using System.Security.Cryptography;
using OtpNet;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>What the MFA pages do with their forms. Each returns what was wrong, or null.</summary>
internal static class MfaSteps
{
    private const int MaxWrongCodes = 10;

    public static string NewTotpSecret() => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(20));

    public static string? GiveCode(HttpContext http, IFormCollection form, Transaction transaction)
    {
        if (LoginEndpoints.Session(http) is not { } session)
            return "Log in first";
        // A form that was sent twice: the flow goes on where it stands.
        if (transaction.Demand is not Actions.ActionOutcome.Challenge challenge || !challenge.Factors.Contains(Tenant.Otp))
            return null;
        if (session.User.TotpSecret is not { } secret)
            return "No authenticator app is enrolled for this user";
        if (!IsRight(http, secret, form["code"].ToString()))
            return Wrong(http, transaction);
        Meet(http, transaction, session, Tenant.Otp);
        return null;
    }

    public static string? Enrol(HttpContext http, IFormCollection form, Transaction transaction)
    {
        if (LoginEndpoints.Session(http) is not { } session)
            return "Log in first";
        if (transaction.Demand is not Actions.ActionOutcome.Enrolment || transaction.NewTotpSecret is not { } secret)
            return null;
        if (!IsRight(http, secret, form["code"].ToString()))
            return Wrong(http, transaction);

        var enrolled = session.User with { TotpSecret = secret };
        http.RequestServices.GetRequiredService<Tenant>().AddUser(enrolled);
        Meet(http, transaction, session with { User = enrolled }, Tenant.Otp);
        return null;
    }

    /// <summary>RFC 6238 section 5.2: one step back and one ahead, for the network and for clocks.</summary>
    private static bool IsRight(HttpContext http, string secret, string code) => new Totp(Base32Encoding.ToBytes(secret)).VerifyTotp(
        http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, code, out _, VerificationWindow.RfcSpecifiedNetworkDelay);

    private static string Wrong(HttpContext http, Transaction transaction)
    {
        if (++transaction.WrongCodes >= MaxWrongCodes)
            LoginEndpoints.Refuse(http, transaction, "Too many failed codes. Wait for some minutes before retrying.");
        return "The code is wrong";
    }

    public static void Meet(HttpContext http, Transaction transaction, LoginSession session, string factor)
    {
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        http.RequestServices.GetRequiredService<AuthorizationStore>().Save(session with { MfaTime = now });
        transaction.Actions!.Met.Add(factor);
        transaction.Demand = null;
    }
}
