using System.Globalization;
using System.Security.Claims;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.AgentServer.Authentication;

/// <summary>
/// Reads from a validated token when its user last met an MFA: the claims that <c>actions/mfa-claims.js</c> writes. Auth0 lets no Action
/// write <c>amr</c> and <c>auth_time</c> themselves, and puts them into no access token.
/// </summary>
internal sealed class MfaClaims(IOptions<StepUpOptions> options, TimeProvider clock)
{
    /// <summary>What the specification's value asks for (openid.net/specs/openid-provider-authentication-policy-extension-1_0.html).</summary>
    public const string Acr = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

    /// <summary>How far the tenant's clock may be off.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private readonly string _namespace = options.Value.ClaimNamespace;
    private readonly bool _allowsEnrolment = options.Value.AllowEnrolment;

    /// <summary>Null where the token proves no MFA, one in the future, or one by a factor enrolled in the same login where that does not count.</summary>
    public DateTimeOffset? TimeOf(IEnumerable<Claim> claims)
    {
        var own = claims.Where(claim => claim.Type.StartsWith(_namespace, StringComparison.Ordinal)).ToLookup(claim => claim.Type[_namespace.Length..], claim => claim.Value);
        if (!own["amr"].Contains("mfa") || (!_allowsEnrolment && IsEnrolledNow(own))
            || !long.TryParse(own["mfa_time"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > (clock.GetUtcNow() + Skew).ToUnixTimeSeconds())
            return null;
        return DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    /// <summary>Whether the factor was enrolled in the login that this token came of.</summary>
    public bool IsEnrolledNow(IEnumerable<Claim> claims) =>
        claims.Any(claim => claim.Type == _namespace + "mfa_enrolled" && claim.Value == "true");

    private static bool IsEnrolledNow(ILookup<string, string> own) => own["mfa_enrolled"].Contains("true");
}
