using System.Diagnostics.CodeAnalysis;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Authentication;

/// <summary>Reads a <see cref="Caller"/> from a validated access token.</summary>
internal static class CallerFactory
{
    /// <summary>False for a token without a user: no <c>sub</c>, or a client's own (client credentials).</summary>
    /// <param name="mfa">What the token proves of an MFA.</param>
    public static bool TryCreate(SecurityToken validated, MfaClaims mfa, [NotNullWhen(true)] out Caller? caller)
    {
        caller = null;
        if (validated is not JsonWebToken token || string.IsNullOrEmpty(token.Subject) || IsClientsOwn(token))
            return false;

        caller = new Caller
        {
            // One for all users, who keep it in many places.
            Issuer = string.Intern(token.Issuer),
            Subject = token.Subject,
            SubjectToken = new SubjectToken(token.EncodedToken, SubjectTokenType.AccessToken),
            SubjectTokenExpiresAt = token.ValidTo,
            Scopes = Text(token, "scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal) ?? [],
            MfaTime = mfa.TimeOf(token.Claims),
            ClientId = Text(token, "azp") ?? Text(token, "client_id"),
            Organization = Text(token, "org_id"),
        };
        return true;
    }

    /// <summary>Auth0 marks them by <c>gty</c>, and by a subject that ends in <c>@clients</c> in either token profile.</summary>
    private static bool IsClientsOwn(JsonWebToken token) =>
        token.Claims.Any(claim => claim is { Type: "gty", Value: "client-credentials" }) || token.Subject.EndsWith("@clients", StringComparison.Ordinal);

    private static string? Text(JsonWebToken token, string claim) => token.TryGetPayloadValue<string>(claim, out var value) ? value : null;
}
