using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>A provider account of the caller, as an agent may name it.</summary>
/// <param name="Id">Stable for this user: provider and address, for example <c>google:ada@gmail.example</c>.</param>
/// <param name="Provider">Where it lives.</param>
/// <param name="Address">The e-mail address that the provider says the token belongs to.</param>
/// <param name="Connection">The Auth0 connection behind it.</param>
/// <param name="LoginHint">What selects it in an exchange; null where the connection holds one account.</param>
/// <param name="Indexed">What the index knows of it; null where it was found by an exchange.</param>
internal sealed record Account(
    string Id, Provider Provider, string Address, string Connection, string? LoginHint, IndexedAccount? Indexed = null)
{
    /// <summary>What its user's mail is to be sent under (<see cref="ProviderIdentity.SenderName"/>).</summary>
    public string? SenderName { get; init; }

    public static string IdOf(Provider provider, string address) => $"{provider.ToString().ToLowerInvariant()}:{address}";
}
