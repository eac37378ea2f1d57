using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Accounts.MyAccount;

/// <summary>The body of <c>POST /me/v1/connected-accounts/connect</c>.</summary>
internal sealed record ConnectRequest(
    string Connection, string RedirectUri, string State, string CodeChallenge, string CodeChallengeMethod, IReadOnlyList<string> Scopes,
    AuthorizationParams? AuthorizationParams = null);

internal sealed record AuthorizationParams(string LoginHint);

/// <summary>Its answer: where to send the browser, and what completes the connect.</summary>
internal sealed record ConnectResponse(Uri? ConnectUri, string? AuthSession, ConnectParams? ConnectParams)
{
    public override string ToString() => "[redacted]";
}

internal sealed record ConnectParams(string Ticket)
{
    public override string ToString() => "[redacted]";
}

/// <summary>The body of <c>POST /me/v1/connected-accounts/complete</c>.</summary>
internal sealed record CompleteRequest(string AuthSession, string ConnectCode, string RedirectUri, string CodeVerifier)
{
    public override string ToString() => "[redacted]";
}

/// <summary>An account in the user's Token Vault. Neither its address nor the provider's id of the user is told.</summary>
/// <param name="Id"><c>cac_…</c></param>
internal sealed record VaultAccount(string Id, string Connection, IReadOnlyList<string>? Scopes, DateTimeOffset CreatedAt);

/// <param name="Next">What to pass as <c>from</c>; null on the last page.</param>
internal sealed record VaultAccountPage(IReadOnlyList<VaultAccount> Accounts, string? Next);

/// <summary>A connection through which the user may connect accounts.</summary>
internal sealed record VaultConnectionInfo(string Name);

/// <param name="Next">What to pass as <c>from</c>; null on the last page.</param>
internal sealed record VaultConnectionPage(IReadOnlyList<VaultConnectionInfo> Connections, string? Next);

/// <summary>RFC 7807, or an OAuth error. Its prose is left behind.</summary>
internal sealed record MyAccountProblem(string? Type, string? Error);

internal sealed record MyAccountToken(string? AccessToken)
{
    public override string ToString() => "[redacted]";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConnectRequest))]
[JsonSerializable(typeof(ConnectResponse))]
[JsonSerializable(typeof(CompleteRequest))]
[JsonSerializable(typeof(VaultAccount))]
[JsonSerializable(typeof(VaultAccountPage))]
[JsonSerializable(typeof(VaultConnectionPage))]
[JsonSerializable(typeof(MyAccountProblem))]
[JsonSerializable(typeof(MyAccountToken))]
internal sealed partial class MyAccountJson : JsonSerializerContext;
