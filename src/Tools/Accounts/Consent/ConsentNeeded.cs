using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Accounts.Consent;

/// <summary>What only the user can do, on a page of this server, before a call can succeed.</summary>
/// <param name="Kind">To connect an account, to disconnect one, or to approve an action.</param>
/// <param name="Provider">Null: the user chooses.</param>
/// <param name="Connection">The Auth0 connection; null where it follows from the provider.</param>
/// <param name="Address">The account that is meant; null for any, or a new one.</param>
/// <param name="Access">What the call needs the account for, by name (<see cref="ProviderScopes.Name"/>).</param>
internal sealed record ConsentNeeded(
    ConsentKind Kind, Provider? Provider, string? Connection, string? Address, IReadOnlyList<string> Access)
{
    /// <summary>What is to be approved; null unless that is what is asked.</summary>
    public ActionAsked? Action { get; init; }

    public static ConsentNeeded ToConnect(Provider? provider, string? connection, string? address, params IEnumerable<ProviderScopes> access) =>
        new(ConsentKind.Connect, provider, connection, address, [.. access.Select(a => a.Name)]);

    public static ConsentNeeded ToApprove(ActionAsked action) => new(ConsentKind.Approve, null, null, null, []) { Action = action };

    /// <summary>An address is personal data: not for logs.</summary>
    public override string ToString() => $"[{Kind} {Provider}]";
}

internal enum ConsentKind
{
    Connect,
    Disconnect,
    Approve,
}

/// <summary>An action as its question keeps it.</summary>
/// <param name="Summary">For the page alone to decrypt.</param>
internal sealed record ActionAsked(string Tool, string AccountId, string Digest, string Summary);
