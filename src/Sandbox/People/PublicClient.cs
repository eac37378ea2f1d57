using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace TokenVaultAgent.Sandbox.People;

/// <summary>A public OAuth client, as a chat application would be: Authorization Code with PKCE (RFC 7636) at the tenant.</summary>
public sealed class PublicClient(Uri issuer, string clientId, Uri redirectUri, HttpClient http)
{
    /// <summary>Lets <paramref name="person"/> log in and consent, then redeems the code.</summary>
    /// <exception cref="AuthorizationRefusedException">The tenant sent an error back instead of a code, or refused the code.</exception>
    /// <param name="organization">The id of the tenant's organization to log in to; null for none.</param>
    public async Task<IssuedTokens> LogInAsync(
        Person person, Uri audience, string scope, CancellationToken cancellationToken, string? organization = null)
    {
        var verifier = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var state = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16));
        var authorize = QueryHelpers.AddQueryString(new Uri(issuer, "authorize").ToString(), new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = clientId,
            ["redirect_uri"] = redirectUri.ToString(),
            ["audience"] = audience.ToString(),
            ["scope"] = scope,
            ["state"] = state,
            ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
            ["organization"] = organization,
        });

        var answer = QueryHelpers.ParseQuery((await person.AuthorizeAsync(new Uri(authorize), redirectUri, cancellationToken)).Query);
        if (answer.TryGetValue("error", out var error))
            throw new AuthorizationRefusedException(error.ToString(), answer["error_description"].ToString());
        if (answer["state"] != state)
            throw new AuthorizationRefusedException("invalid_state", "The answer carries another state than the request.");

        return await RedeemAsync(new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = answer["code"].ToString(),
            ["redirect_uri"] = redirectUri.ToString(),
            ["code_verifier"] = verifier,
        }, cancellationToken);
    }

    /// <summary>Redeems a refresh token.</summary>
    public Task<IssuedTokens> RefreshAsync(string refreshToken, CancellationToken cancellationToken) =>
        RedeemAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken }, cancellationToken);

    private async Task<IssuedTokens> RedeemAsync(Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        form["client_id"] = clientId;
        using var response = await http.PostAsync(new Uri(issuer, "oauth/token"), new FormUrlEncodedContent(form), cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var refusal = await response.Content.ReadFromJsonAsync<Refusal>(cancellationToken);
            throw new AuthorizationRefusedException(refusal?.Error ?? response.StatusCode.ToString(), refusal?.Description ?? "");
        }

        return (await response.Content.ReadFromJsonAsync<IssuedTokens>(cancellationToken))!;
    }

    private sealed record Refusal(
        [property: JsonPropertyName("error")] string Error, [property: JsonPropertyName("error_description")] string Description);
}

/// <summary>The tenant's token response (RFC 6749 section 5.1).</summary>
public sealed record IssuedTokens(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken,
    [property: JsonPropertyName("scope")] string? Scope,
    [property: JsonPropertyName("expires_in")] int ExpiresIn)
{
    public override string ToString() => "[redacted]";
}

/// <summary>The tenant refused to authorize, with an OAuth error and its description.</summary>
public sealed class AuthorizationRefusedException(string error, string description) : Exception($"{error}: {description}")
{
    public string Error { get; } = error;
}
