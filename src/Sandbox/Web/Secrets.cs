using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace TokenVaultAgent.Sandbox.Web;

internal static class Secrets
{
    /// <summary>Random, in base64url.</summary>
    public static string New(int bytes) => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(bytes));
}
