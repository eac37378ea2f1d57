using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Polly.Timeout;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Safety.Ciba;

/// <summary>
/// Backchannel authentication at the tenant, in poll mode: asks a user on the phone and learns the answer (OpenID CIBA Core 1.0;
/// auth0.com/docs/api/authentication/login/back-channel-login). Thread safe.
/// </summary>
internal sealed class CibaClient(HttpClient http, ClientAuthentication clientAuthentication, IOptions<Auth0Options> options)
{
    private const string Grant = "urn:openid:params:grant-type:ciba";

    private readonly Uri _issuer = options.Value.Issuer!;

    /// <param name="bindingMessage">1 to 64 characters: letters, digits and <c>+-_.,:#</c>.</param>
    /// <param name="details">RFC 9396, a JSON array of types that the API has registered.</param>
    /// <exception cref="CibaException">The tenant refused, for example because the user has no phone enrolled, or did not answer.</exception>
    public async Task<CibaStarted> StartAsync(Caller caller, string bindingMessage, string details, TimeSpan expiry, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>
        {
            ["scope"] = "openid",
            ["audience"] = options.Value.Audience,
            ["login_hint"] = JsonSerializer.Serialize(new LoginHint("iss_sub", caller.Issuer, caller.Subject), CibaJson.Default.LoginHint),
            ["binding_message"] = bindingMessage,
            ["authorization_details"] = details,
            ["requested_expiry"] = $"{(int)expiry.TotalSeconds}",
        };
        var answer = await PostAsync("bc-authorize", form, CibaJson.Default.CibaStarted, cancellationToken);
        return answer.AuthReqId is { Length: > 0 } ? answer : throw new CibaException("no_auth_req_id");
    }

    /// <returns>True once the user has approved; false while they have not answered.</returns>
    /// <exception cref="CibaException"><c>access_denied</c>: they denied, or it has expired; <c>slow_down</c>; or another refusal.</exception>
    public async Task<bool> PollAsync(Caller caller, string authReqId, CancellationToken cancellationToken)
    {
        try
        {
            var tokens = await PostAsync(
                "oauth/token", new() { ["grant_type"] = Grant, ["auth_req_id"] = authReqId }, CibaJson.Default.CibaTokens, cancellationToken);
            return IsOf(caller, tokens.IdToken) ? true : throw new CibaException("wrong_id_token");
        }
        catch (CibaException exception) when (exception.Code == "authorization_pending")
        {
            return false;
        }
    }

    /// <summary>It came straight from the tenant over TLS, which vouches for it (OpenID Connect Core section 3.1.3.7, 6); whose it is must still be looked at.</summary>
    private bool IsOf(Caller caller, string? idToken)
    {
        var handler = new JsonWebTokenHandler();
        return idToken is not null && handler.CanReadToken(idToken) && handler.ReadJsonWebToken(idToken) is var token
            && token.Issuer == caller.Issuer && token.Subject == caller.Subject && token.Audiences.Contains(options.Value.WebClient!.ClientId);
    }

    private async Task<T> PostAsync<T>(
        string path, Dictionary<string, string> form, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        clientAuthentication.AddTo(form, SubjectTokenType.RefreshToken);
        try
        {
            using var content = new FormUrlEncodedContent(form);
            using var response = await http.PostAsync(new Uri(_issuer, path), content, cancellationToken);
            if (response.IsSuccessStatusCode)
                return await response.Content.ReadFromJsonAsync(type, cancellationToken) ?? throw new CibaException("empty_answer");
            throw new CibaException((await response.Content.ReadFromJsonAsync(CibaJson.Default.CibaRefusal, cancellationToken))?.Error ?? "unknown")
            {
                RetryAfter = response.Headers.RetryAfter?.Delta,
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or TimeoutRejectedException or NotSupportedException)
        {
            throw new CibaException("no_answer", exception);
        }
    }
}

/// <summary>The tenant refused a backchannel request, or did not answer.</summary>
internal sealed class CibaException(string code, Exception? innerException = null) : Exception($"Backchannel authentication: {code}", innerException)
{
    /// <summary>The tenant's error code, or this client's own.</summary>
    public string Code { get; } = code;

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The request is as it was, and may be asked about again.</summary>
    public bool IsPassing => Code is "slow_down" or "no_answer";
}

/// <param name="ExpiresIn">Seconds.</param>
/// <param name="Interval">Seconds between two polls.</param>
internal sealed record CibaStarted(
    [property: JsonPropertyName("auth_req_id")] string? AuthReqId,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("interval")] int Interval = 5)
{
    public override string ToString() => "[redacted]";
}

internal sealed record CibaTokens([property: JsonPropertyName("id_token")] string? IdToken)
{
    public override string ToString() => "[redacted]";
}

internal sealed record CibaRefusal([property: JsonPropertyName("error")] string? Error);

internal sealed record LoginHint(
    [property: JsonPropertyName("format")] string Format, [property: JsonPropertyName("iss")] string Iss, [property: JsonPropertyName("sub")] string Sub);

[JsonSerializable(typeof(CibaStarted))]
[JsonSerializable(typeof(CibaTokens))]
[JsonSerializable(typeof(CibaRefusal))]
[JsonSerializable(typeof(LoginHint))]
[JsonSerializable(typeof(PhoneRequest))]
internal sealed partial class CibaJson : JsonSerializerContext;
