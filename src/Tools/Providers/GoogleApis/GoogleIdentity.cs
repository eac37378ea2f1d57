using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Providers.Http;

namespace TokenVaultAgent.Tools.Providers.GoogleApis;

/// <summary>OpenID Connect userinfo (OpenID Connect Core section 5.3). An address that Google has not verified is no identity.</summary>
internal sealed class GoogleIdentity(IHttpClientFactory http, IOptions<ProviderOptions> options) : IAccountIdentity
{
    public Provider Provider => Provider.Google;

    public async Task<ProviderIdentity> GetAsync(ProviderToken token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, options.Value.GoogleUserInfoUrl);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        using var response = await http.CreateClient(ProviderHttp.Google).SendAsync(request, cancellationToken).ConfigureAwait(false);
        var user = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        if (user is not { Subject.Length: > 0, Email.Length: > 0 })
            throw ProviderException.MalformedAnswer(Provider.Google);
        if (!user.EmailVerified)
            throw new ProviderException(Provider.Google, HttpStatusCode.Forbidden, "emailNotVerified");

        return new ProviderIdentity(user.Subject, user.Email.ToLowerInvariant(), user.Name);
    }

    private static async Task<GoogleUserInfo?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(GoogleIdentityJson.Default.GoogleUserInfo, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record GoogleUserInfo(
    [property: JsonPropertyName("sub")] string? Subject,
    [property: JsonPropertyName("email")] string? Email,
    [property: JsonPropertyName("email_verified")] bool EmailVerified,
    [property: JsonPropertyName("name")] string? Name);

[JsonSerializable(typeof(GoogleUserInfo))]
internal sealed partial class GoogleIdentityJson : JsonSerializerContext;
