using System.Diagnostics.CodeAnalysis;
using MimeKit;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>What an agent wrote as <c>account</c>: a provider, an address, or both in an id of accounts_list.</summary>
/// <param name="Provider">Null for any.</param>
/// <param name="Address">In lower case; null for every account there.</param>
internal sealed record AccountReference(Provider? Provider, string? Address)
{
    private const int MaxLength = 320;

    /// <exception cref="ToolFailureException"><c>invalid_input</c>: it is none of these.</exception>
    public static AccountReference Parse(string? account)
    {
        if (account is null)
            return new AccountReference(null, null);
        if (TryProvider(account, out var provider))
            return new AccountReference(provider, null);

        var colon = account.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && TryProvider(account[..colon], out provider) && IsAddress(account[(colon + 1)..]))
            return new AccountReference(provider, account[(colon + 1)..].ToLowerInvariant());
        return IsAddress(account)
            ? new AccountReference(null, account.ToLowerInvariant())
            : throw new ToolFailureException(ToolFailure.InvalidInput(
                "account", "is neither a provider, nor an address, nor an id from accounts_list", "google, or ada@example.com"));
    }

    /// <summary>Whether it names this account.</summary>
    public bool Means(Account account) =>
        (Provider is null || Provider == account.Provider) && (Address is null || Address == account.Address);

    private static bool TryProvider(string text, [NotNullWhen(true)] out Provider? provider)
    {
        provider = text.ToLowerInvariant() switch
        {
            "google" => Providers.Provider.Google,
            "microsoft" => Providers.Provider.Microsoft,
            _ => null,
        };
        return provider is not null;
    }

    private static bool IsAddress(string text) =>
        text.Length <= MaxLength && text.Contains('@', StringComparison.Ordinal)
        && MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address == text;
}
