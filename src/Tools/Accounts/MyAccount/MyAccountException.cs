using System.Net;

namespace TokenVaultAgent.Tools.Accounts.MyAccount;

/// <summary>The tenant refused, or did not answer, a request for the user's connected accounts.</summary>
/// <param name="status">Null when no answer came.</param>
/// <param name="reason">The API's error type or OAuth error; never its prose.</param>
internal sealed class MyAccountException(HttpStatusCode? status, string? reason, Exception? innerException = null)
    : Exception($"My Account answered {(status is null ? "nothing" : (int)status)} {reason}".TrimEnd(), innerException)
{
    public HttpStatusCode? Status { get; } = status;

    public string? Reason { get; } = reason;

    /// <summary>The login behind the request has ended: the user must log in again.</summary>
    public bool IsLoginOver => !IsMisconfigured && !NeedsMfa && (Reason is "invalid_grant" or "login_required" || Status == HttpStatusCode.Unauthorized);

    /// <summary>Auth0's policy for My Account asks for a second factor that is younger than this login's.</summary>
    public bool NeedsMfa => Reason == "unmet_authentication_requirements";

    /// <summary>
    /// The tenant does not accept the credentials of this server's web application: a new login would not help. A wrong secret is documented as
    /// <c>invalid_client</c> and reported as <c>access_denied</c>, both 401.
    /// </summary>
    public bool IsMisconfigured => Reason is "invalid_client" or "unauthorized_client" || (Status == HttpStatusCode.Unauthorized && Reason == "access_denied");
}
