namespace TokenVaultAgent.Admin.Rules;

/// <summary>All rules, in the order in which a tenant is set up.</summary>
internal static class Guide
{
    public static IReadOnlyList<Rule> Rules { get; } =
    [
        .. new[] { ServerClient.Api, ServerClient.Web }.SelectMany(client => (Rule[])
        [
            new ClientExists(client), new ClientIsFirstParty(client), new ClientIsConfidential(client), new ClientIsOidcConformant(client), new ClientHasGrants(client),
        ]),
        new WebClientDoesNotRotate(),
        new WebClientUrls(),
    ];

    /// <summary>With a capital letter.</summary>
    public static string ToSentence(this string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
