namespace TokenVaultAgent.Tools.Safety;

/// <summary>Domains where anyone can get an address: they are no organisation, and sharing one means nothing.</summary>
internal static class PublicMailboxes
{
    private static readonly HashSet<string> Domains = new(StringComparer.OrdinalIgnoreCase)
    {
        "gmail.com", "googlemail.com", "msn.com", "passport.com", "windowslive.com",
    };

    /// <summary>Microsoft's have many countries: <c>outlook.fr</c>, <c>hotmail.co.uk</c>.</summary>
    private static readonly string[] Names = ["outlook.", "hotmail.", "live."];

    public static bool Has(string domain) => Domains.Contains(domain) || Names.Any(name => domain.StartsWith(name, StringComparison.OrdinalIgnoreCase));
}
