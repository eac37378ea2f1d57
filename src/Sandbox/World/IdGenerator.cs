using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>
/// Ids in each provider's style. They follow from a counter that <see cref="Reset"/> puts back, so that a run from a fresh world gives
/// the same ids again. Safe for use by several threads.
/// </summary>
public sealed class IdGenerator
{
    private long _count;

    public void Reset() => Interlocked.Exchange(ref _count, 0);

    /// <summary>Gmail's id of a message, thread or attachment-free resource: 16 lower-case hex digits.</summary>
    public string GmailMessage() => GmailMessage(Next());

    /// <summary>Gmail's id of a draft: <c>r</c> and a long number.</summary>
    public string GmailDraft() => GmailDraft(Next());

    /// <summary>Google Calendar's id of an event: 26 characters of base32hex.</summary>
    public string GoogleEvent() => GoogleEvent(Next());

    /// <summary>Graph's default id, which changes when the item moves: 152 characters.</summary>
    public string GraphMutable() => GraphMutable(Next());

    /// <summary>Graph's id under <c>Prefer: IdType="ImmutableId"</c>: it stays while the item is in this mailbox.</summary>
    public string GraphImmutable() => GraphImmutable(Next());

    /// <summary>Graph's conversation id.</summary>
    public string GraphConversation() => GraphConversation(Next());

    internal static string GmailMessage(string seed) => "19" + Convert.ToHexStringLower(Hash(seed))[..14];

    internal static string GmailDraft(string seed) =>
        "r" + (BitConverter.ToUInt64(Hash(seed)) >> 1).ToString(CultureInfo.InvariantCulture);

    internal static string GoogleEvent(string seed)
    {
        const string Alphabet = "0123456789abcdefghijklmnopqrstuv";
        return string.Concat(Hash(seed).Take(26).Select(b => Alphabet[b % 32]));
    }

    internal static string GraphMutable(string seed) => "AAMkAG" + Base64Url("mutable:" + seed, 142) + "AAA=";

    internal static string GraphImmutable(string seed) => "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A" + Base64Url("immutable:" + seed, 70) + "AA==";

    internal static string GraphConversation(string seed) => "AAQkAG" + Base64Url("conversation:" + seed, 73) + "=";

    private static string Base64Url(string seed, int length)
    {
        var text = new StringBuilder();
        for (var block = 0; text.Length < length; block++)
            text.Append(Convert.ToBase64String(Hash(seed + ":" + block)).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
        return text.ToString(0, length);
    }

    private string Next() => "new-" + Interlocked.Increment(ref _count);

    private static byte[] Hash(string seed) => SHA256.HashData(Encoding.UTF8.GetBytes(seed));
}
