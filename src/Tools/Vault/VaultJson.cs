using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>RFC 8693 section 2.2.1. <c>expires_in</c> is the provider token's remaining life in seconds.</summary>
internal sealed record TokenResponse(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("token_type")] string? TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("scope")] string? Scope)
{
    public override string ToString() => "[redacted]";
}

internal sealed record ErrorResponse([property: JsonPropertyName("error")] string? Error);

[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(ErrorResponse))]
internal sealed partial class VaultJson : JsonSerializerContext;
