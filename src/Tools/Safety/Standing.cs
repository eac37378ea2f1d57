namespace TokenVaultAgent.Tools.Safety;

/// <summary>How a person whom an action reaches stands to the user: by the addresses of the user's own accounts.</summary>
/// <param name="account">The address that the action is done with.</param>
/// <param name="own">Addresses of the user's accounts, that one among them or not.</param>
internal sealed class Standing(string account, IEnumerable<string> own)
{
    private readonly HashSet<string> _own = new(own.Append(account), StringComparer.OrdinalIgnoreCase);

    public ActionPerson Of(string role, string? name, string address)
    {
        if (_own.Contains(address))
            return new ActionPerson(role, name, address, IsOutside: false, IsOwn: true);
        var domain = Domain(address);
        var isKnown = _own.Any(o => string.Equals(Domain(o), domain, StringComparison.OrdinalIgnoreCase));
        return new ActionPerson(
            role, name, address,
            IsOutside: !PublicMailboxes.Has(Domain(account)) && !string.Equals(Domain(account), domain, StringComparison.OrdinalIgnoreCase),
            Resembles: isKnown ? null : _own.Select(Domain).FirstOrDefault(d => Resemblance.Is(domain, d)));
    }

    private static string Domain(string address) => address[(address.LastIndexOf('@') + 1)..];
}
