using System.Security.Cryptography;
using System.Text;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>
/// Whose provider token, through which connection, for which of several accounts. Compared member by member, so that no value can
/// spill into its neighbour. The exchange takes no scopes (its answer is always all that was granted), so they are no part of it.
/// </summary>
internal sealed record TokenKey(string Issuer, string Subject, string? Organization, string Connection, string? LoginHint)
{
    /// <summary>What stands for it outside this process: it tells nothing about the user.</summary>
    public string Digest => DigestOf(Issuer, Subject, Organization, Connection, LoginHint);

    /// <summary>Of the user and the connection: connecting one account ends the tokens of all.</summary>
    public string GenerationKey => GenerationKeyOf(Issuer, Subject, Connection);

    public static TokenKey For(Caller caller, string connection, string? loginHint) =>
        new(caller.Issuer, caller.Subject, caller.Organization, connection, loginHint);

    public static string GenerationKeyOf(string issuer, string subject, string connection) => DigestOf(issuer, subject, connection);

    /// <summary>Subjects and login hints are personal data: not for logs.</summary>
    public override string ToString() => $"[key of {Connection}]";

    /// <summary>Length-prefixed; an absent member differs from an empty one.</summary>
    private static string DigestOf(params ReadOnlySpan<string?> members)
    {
        var text = new StringBuilder();
        foreach (var member in members)
            text.Append(member?.Length ?? -1).Append(':').Append(member);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
