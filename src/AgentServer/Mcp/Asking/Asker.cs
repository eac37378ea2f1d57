using ModelContextProtocol.Protocol;

namespace TokenVaultAgent.AgentServer.Mcp.Asking;

/// <summary>Which program asks its user something.</summary>
internal static class Asker
{
    private const int MaxLength = 64;

    /// <param name="clientId">The token's. An address is that of the program's metadata document, which the tenant has read there.</param>
    /// <param name="info">What the program says of itself, which is whatever it likes.</param>
    /// <returns>The origin of that address, for example <c>https://claude.ai</c>; else the name; null for neither.</returns>
    public static string? Of(string? clientId, Implementation? info)
    {
        if (clientId is not null && Uri.TryCreate(clientId, UriKind.Absolute, out var document) && document.Scheme == Uri.UriSchemeHttps)
            return document.GetLeftPart(UriPartial.Authority);
        var name = (info?.Title ?? info?.Name)?.Trim();
        if (string.IsNullOrEmpty(name) || name.Any(char.IsControl) || name.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            return null;
        return name.Length <= MaxLength ? name : name[..(char.IsHighSurrogate(name[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
