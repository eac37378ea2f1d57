using System.Buffers.Binary;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;

namespace TokenVaultAgent.Sandbox.Google.Calendar;

/// <summary>Opaque tokens for what changed since a full synchronisation.</summary>
internal static class SyncToken
{
    private static readonly byte[] Mark = "sync"u8.ToArray();

    public static string Write(Instant upTo)
    {
        var bytes = new byte[12];
        Mark.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(4), upTo.ToUnixTimeMilliseconds());
        return WebEncoders.Base64UrlEncode(bytes);
    }

    /// <exception cref="GoogleFailure">410: the token is not one of these, so that a full synchronisation is due.</exception>
    public static Instant Read(string token)
    {
        try
        {
            var bytes = WebEncoders.Base64UrlDecode(token);
            if (bytes.Length == 12 && bytes.AsSpan(0, 4).SequenceEqual(Mark))
                return Instant.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(4)));
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException)
        {
            // Answered below, like any other invalid token.
        }
        throw GoogleFailure.Calendar(
            410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.", domain: "calendar", parameter: "syncToken");
    }
}
