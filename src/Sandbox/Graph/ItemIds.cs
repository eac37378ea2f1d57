namespace TokenVaultAgent.Sandbox.Graph;

internal static class ItemIds
{
    /// <summary>Whether Exchange can read it as an id at all, whoever's it is.</summary>
    public static bool IsWellFormed(string id) =>
        id.Length is > 40 and < 512
        && (id.StartsWith("AAMk", StringComparison.Ordinal) || id.StartsWith("AAkA", StringComparison.Ordinal) || id.StartsWith("AQMk", StringComparison.Ordinal))
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '=');
}
