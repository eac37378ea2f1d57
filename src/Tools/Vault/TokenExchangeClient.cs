using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly.Timeout;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Providers.Http;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>
/// The Token Vault exchange at <c>/oauth/token</c>
/// (auth0.com/docs/secure/call-apis-on-users-behalf/token-vault, "Configure access token exchange" and "refresh token exchange").
/// Thread safe.
/// </summary>
internal sealed class TokenExchangeClient(
    HttpClient http, ClientAuthentication clientAuthentication, IOptions<Auth0Options> options, TimeProvider clock)
{
    public const string GrantType = "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";
    public const string RequestedTokenType = "http://auth0.com/oauth/token-type/federated-connection-access-token";
    public const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    public const string RefreshTokenType = "urn:ietf:params:oauth:token-type:refresh_token";

    private readonly Uri _tokenEndpoint = new(options.Value.Issuer!, "oauth/token");

    /// <summary>Makes one exchange; refusals and lost answers are values, only the caller's cancellation throws.</summary>
    public async Task<TokenExchangeResult> ExchangeAsync(
        SubjectToken subject, string connection, string? loginHint, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _tokenEndpoint)
        {
            Content = new FormUrlEncodedContent(Form(subject, connection, loginHint)),
        };
        request.Headers.Accept.ParseAdd("application/json");
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? await GrantedAsync(response, cancellationToken).ConfigureAwait(false)
                : await RefusedAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            return new TokenExchangeResult.Unavailable(exception.HttpRequestError.ToString());
        }
        catch (TimeoutRejectedException)
        {
            return new TokenExchangeResult.Unavailable("Timeout");
        }
    }

    private Dictionary<string, string> Form(SubjectToken subject, string connection, string? loginHint)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = GrantType,
            ["subject_token"] = subject.Value,
            ["subject_token_type"] = subject.Type == SubjectTokenType.AccessToken ? AccessTokenType : RefreshTokenType,
            ["requested_token_type"] = RequestedTokenType,
            ["connection"] = connection,
        };
        if (loginHint is not null)
            form["login_hint"] = loginHint;
        clientAuthentication.AddTo(form, subject.Type);
        return form;
    }

    private async Task<TokenExchangeResult> GrantedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(response, VaultJson.Default.TokenResponse, cancellationToken).ConfigureAwait(false);
        if (answer is not { AccessToken.Length: > 0 } || !string.Equals(answer.TokenType, "Bearer", StringComparison.OrdinalIgnoreCase))
            return new TokenExchangeResult.Unavailable("NoTokenResponse");

        return new TokenExchangeResult.Granted(
            new ProviderToken(answer.AccessToken, GrantedScopes.Of(answer.Scope), clock.GetUtcNow() + TimeSpan.FromSeconds(answer.ExpiresIn)));
    }

    private async Task<TokenExchangeResult> RefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode >= HttpStatusCode.InternalServerError)
            return new TokenExchangeResult.Unavailable($"{(int)response.StatusCode}");

        var answer = await ReadAsync(response, VaultJson.Default.ErrorResponse, cancellationToken).ConfigureAwait(false);
        return new TokenExchangeResult.Refused(response.StatusCode, answer?.Error, RetryAfterHeader.Read(response, clock.GetUtcNow()));
    }

    /// <summary>Null for anything that is no such JSON: a proxy's page, an empty body.</summary>
    private static async Task<T?> ReadAsync<T>(
        HttpResponseMessage response, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
