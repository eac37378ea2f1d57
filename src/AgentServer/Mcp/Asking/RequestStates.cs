using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using TokenVaultAgent.Tools.Links;

namespace TokenVaultAgent.AgentServer.Mcp.Asking;

/// <summary>
/// Writes and reads <c>requestState</c>: encrypted and authenticated, so that a client can neither read nor change it, and bound to the
/// user, the call and a short time, so that it is of no use anywhere else.
/// </summary>
internal sealed class RequestStates(IDataProtectionProvider protection, IOptions<DecisionOptions> options, TimeProvider clock)
{
    private readonly IDataProtector _protector = protection.CreateProtector("mcp.requestState.v1");

    public string Write(RequestState state) => _protector.Protect(JsonSerializer.Serialize(
        state with { ExpiresAt = state.ExpiresAt == default ? clock.GetUtcNow() + options.Value.LinkLifetime : state.ExpiresAt }));

    /// <summary>Null for anything that this server did not write, or whose time is over.</summary>
    public RequestState? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<RequestState>(_protector.Unprotect(text)) is { } state && state.ExpiresAt > clock.GetUtcNow() ? state : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Which call it is: the tool and its arguments, whatever their order.</summary>
    public static string Digest(CallToolRequestParams call)
    {
        var arguments = call.Arguments ?? new Dictionary<string, JsonElement>();
        var text = new StringBuilder().Append(call.Name.Length).Append(':').Append(call.Name);
        foreach (var (name, value) in arguments.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            var json = value.GetRawText();
            text.Append(name.Length).Append(':').Append(name).Append(json.Length).Append(':').Append(json);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <param name="Owner">The user who called.</param>
/// <param name="Digest">Of the call.</param>
/// <param name="LinkId">What the user was asked through.</param>
/// <param name="Round">How often the client was sent back.</param>
internal sealed record RequestState(string Owner, string Digest, string LinkId, int Round, DateTimeOffset ExpiresAt);
