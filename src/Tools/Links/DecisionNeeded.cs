using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Links;

/// <summary>What a link is to ask.</summary>
/// <param name="Kind">To connect an account, to disconnect one, or to approve an action.</param>
/// <param name="Provider">Null: the user chooses.</param>
/// <param name="Connection">The Auth0 connection; null where it follows from the provider.</param>
/// <param name="Address">The account that is meant; null for any, or a new one.</param>
/// <param name="Access">What the call needs the account for, by name (<see cref="ProviderScopes.Name"/>).</param>
internal record DecisionNeeded(
    DecisionKind Kind, Provider? Provider, string? Connection, string? Address, IReadOnlyList<string> Access) : UserDecision
{
    /// <summary>Which program asks (<see cref="DecisionLink.AskedBy"/>).</summary>
    public string? AskedBy { get; init; }

    /// <summary>
    /// What else tells this question from others; each question has one open link. Every kind must give the same number of values, or a
    /// link would not be found again.
    /// </summary>
    public virtual IReadOnlyList<string?> Marks => [null, null, null];

    /// <summary>A record to be written with its link, both or neither; null for none.</summary>
    public virtual object? RecordFor(string owner, string linkId) => null;

    public static DecisionNeeded ToConnect(Provider? provider, string? connection, string? address, params IEnumerable<ProviderScopes> access) =>
        new(DecisionKind.Connect, provider, connection, address, [.. access.Select(a => a.Name)]);

    /// <summary>An address is personal data: not for logs.</summary>
    public sealed override string ToString() => $"[{Kind} {Provider}]";
}

internal enum DecisionKind
{
    Connect,
    Disconnect,
    Approve,
}
