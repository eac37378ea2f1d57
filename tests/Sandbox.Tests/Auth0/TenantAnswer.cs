using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary>What the tenant answered.</summary>
internal sealed record TenantAnswer(int Status, JsonObject? Json, string Text)
{
    public Uri? Location { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public string? this[string name] => Json?[name]?.ToString();

    public string AccessToken => this["access_token"]!;

    public string RefreshToken => this["refresh_token"]!;

    /// <summary>Status and OAuth error of a refusal in JSON.</summary>
    public (int Status, string? Error) Refusal => (Status, this["error"]);

    /// <summary>What the client is told by redirect.</summary>
    public IReadOnlyDictionary<string, string> Redirect => Query(Location!);

    public static IReadOnlyDictionary<string, string> Query(Uri url) =>
        QueryHelpers.ParseQuery(url.Query).ToDictionary(p => p.Key, p => p.Value.ToString());
}
