using System.Diagnostics.CodeAnalysis;
using MimeKit;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>What an agent wrote as <c>account</c>: a provider, an address, or both in an id of accounts_list.</summary>
/// <param name="Provider">Null for any.</param>
/// <param name="Address">In lower case; null for every account there.</param>
internal sealed record AccountReference(Provider? Provider, string? Address)
{
    private const int MaxLength = 320;
    private const string Mailto = "mailto:";

    private static readonly HashSet<string> Everything = new(StringComparer.OrdinalIgnoreCase) { "all", "any", "*" };

    /// <returns>Null where it is none of these.</returns>
    public static AccountReference? Parse(string? account)
    {
        account = account?.Trim();
        if (string.IsNullOrEmpty(account) || Everything.Contains(account))
            return new AccountReference(null, null);
        if (TryProvider(account, out var provider))
            return new AccountReference(provider, null);

        var colon = account.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && TryProvider(account[..colon], out provider) && IsAddress(account[(colon + 1)..]))
            return new AccountReference(provider, account[(colon + 1)..].ToLowerInvariant());
        return AddressOf(account) is { } address ? new AccountReference(null, address.ToLowerInvariant()) : null;
    }

    /// <summary>A provider as agents call it; null for none.</summary>
    public static Provider? ProviderOf(string text) => TryProvider(text, out var provider) ? provider : null;

    /// <summary>Whether it names this account.</summary>
    public bool Means(Account account) =>
        (Provider is null || Provider == account.Provider) && (Address is null || Address == account.Address);

    private static bool TryProvider(string text, [NotNullWhen(true)] out Provider? provider)
    {
        provider = text.ToLowerInvariant() switch
        {
            "google" or "gmail" or "google workspace" => Providers.Provider.Google,
            "microsoft" or "outlook" or "office365" or "office 365" or "microsoft365" or "microsoft 365" or "m365" or "exchange" => Providers.Provider.Microsoft,
            _ => null,
        };
        return provider is not null;
    }

    /// <summary>Also of what a name or <c>mailto:</c> stands before; null for none.</summary>
    private static string? AddressOf(string text)
    {
        if (text.StartsWith(Mailto, StringComparison.OrdinalIgnoreCase))
            text = text[Mailto.Length..];
        return IsAddress(text) ? text
            : text.Length <= MaxLength && MailboxAddress.TryParse(text, out var mailbox) && IsAddress(mailbox.Address) ? mailbox.Address
            : null;
    }

    private static bool IsAddress(string text) =>
        text.Length <= MaxLength && text.Contains('@', StringComparison.Ordinal)
        && MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address == text;
}
