namespace TokenVaultAgent.Tools.Safety;

/// <summary>Who does not belong to the account's own organisation.</summary>
internal static class Outsiders
{
    /// <summary>Domains where anyone can get an address: sharing one means nothing.</summary>
    private static readonly HashSet<string> Public = new(StringComparer.OrdinalIgnoreCase)
    {
        "gmail.com", "googlemail.com", "msn.com", "passport.com", "windowslive.com",
    };

    /// <summary>Microsoft's have many countries: <c>outlook.fr</c>, <c>hotmail.co.uk</c>.</summary>
    private static readonly string[] PublicNames = ["outlook.", "hotmail.", "live."];

    public static bool IsOutside(string account, string address)
    {
        var (own, other) = (Domain(account), Domain(address));
        return !string.Equals(own, other, StringComparison.OrdinalIgnoreCase)
            || (IsPublic(own) && !string.Equals(account, address, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsPublic(string domain) =>
        Public.Contains(domain) || PublicNames.Any(name => domain.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    private static string Domain(string address) => address[(address.LastIndexOf('@') + 1)..];
}
