using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>The arguments of <c>accounts_connect</c>.</summary>
internal static class ConnectArguments
{
    private static readonly ProviderScopes[] Standard = [ProviderScopes.ReadCalendar, ProviderScopes.ReadMail];

    /// <exception cref="ToolFailureException"><c>invalid_input</c>.</exception>
    public static (Provider Provider, string? Address, IReadOnlyList<ProviderScopes> Access) Parse(string provider, string[]? access, string? account)
    {
        if (AccountReference.ProviderOf(provider) is not { } at)
            throw new ToolFailureException(ToolFailure.InvalidInput("provider", "must be google or microsoft", "google"));
        var reference = AccountReference.Parse(account);
        if (!string.IsNullOrWhiteSpace(account) && (reference?.Address is null || (reference.Provider is { } other && other != at)))
            throw new ToolFailureException(ToolFailure.InvalidInput("account", "must be an address at that provider", "ada@example.com"));
        var needed = access is not { Length: > 0 } ? Standard : Array.ConvertAll(access, name => ProviderScopes.Find(name)
            ?? throw new ToolFailureException(ToolFailure.InvalidInput(
                "access", $"may hold {string.Join(", ", ProviderScopes.All.Select(s => s.Name))} only", "[\"read_mail\"]")));
        return (at, reference?.Address, needed);
    }
}
