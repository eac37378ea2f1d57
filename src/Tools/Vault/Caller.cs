using System.Security.Cryptography;
using System.Text;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>The signed-in user on whose behalf one request runs. Built once per request from a validated token.</summary>
internal sealed record Caller
{
    /// <summary>The token's <c>iss</c>, with its trailing slash.</summary>
    public required string Issuer { get; init; }

    /// <summary>The token's <c>sub</c>, for example <c>auth0|6650f0c2</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>
    /// Issuer, organization and subject: whose records are whose. The same user in two organizations is two owners: what one was asked is not
    /// done for the other.
    /// </summary>
    public string Owner => $"{Issuer}{Organization}|{Subject}";

    /// <summary>What is exchanged for provider tokens.</summary>
    public required SubjectToken SubjectToken { get; init; }

    /// <summary>When the subject token expires: nothing derived from it is kept longer.</summary>
    public required DateTimeOffset SubjectTokenExpiresAt { get; init; }

    /// <summary>The API scopes in the token, for example <c>calendar:read</c>.</summary>
    public required IReadOnlySet<string> Scopes { get; init; }

    /// <summary>When the user last met an MFA, by the tenant's claim in the token; null where the token does not say.</summary>
    public DateTimeOffset? MfaTime { get; init; }

    /// <summary>The client that obtained the token: <c>azp</c>, or <c>client_id</c> in RFC 9068 tokens.</summary>
    public string? ClientId { get; init; }

    /// <summary>The token's <c>org_id</c>, where the login was to an Auth0 organization.</summary>
    public string? Organization { get; init; }

    /// <summary>Names an <see cref="Owner"/> in logs: the beginning of its SHA-256.</summary>
    public static string PseudonymOf(string owner) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner)))[..12];

    /// <summary>The organization of an <see cref="Owner"/>: an issuer ends with a slash, and neither it nor an organization's id has a bar.</summary>
    public static string? OrganizationOf(string owner)
    {
        var bar = owner.IndexOf('|', StringComparison.Ordinal);
        var organization = owner[(owner.LastIndexOf('/', bar) + 1)..bar];
        return organization.Length == 0 ? null : organization;
    }
}
