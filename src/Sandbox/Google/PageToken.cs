using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace TokenVaultAgent.Sandbox.Google;

/// <summary>Opaque tokens that hold for the query that they came from only: Google refuses them with another.</summary>
internal static class PageToken
{
    private static readonly string[] MayDiffer = ["pageToken", "maxResults", "fields", "alt", "prettyPrint", "key", "quotaUser"];

    public static string Write(HttpRequest request, int offset) =>
        WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes($"{offset.ToString(CultureInfo.InvariantCulture)}.{Fingerprint(request)}"));

    /// <summary>The offset, or null where the token is not one that this query gave.</summary>
    public static int? Read(HttpRequest request, string token)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token)).Split('.');
            return parts.Length == 2 && parts[1] == Fingerprint(request)
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Fingerprint(HttpRequest request)
    {
        var query = request.Query
            .Where(q => !MayDiffer.Contains(q.Key))
            .OrderBy(q => q.Key, StringComparer.Ordinal)
            .Select(q => $"{q.Key}={q.Value}");
        var bytes = Encoding.UTF8.GetBytes($"{request.Path}?{string.Join('&', query)}");
        return Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
    }
}
