namespace TokenVaultAgent.Sandbox.Graph;

internal static class ItemIds
{
    /// <summary>Whether Exchange can parse it as an id at all, whoever it belongs to.</summary>
    public static bool IsWellFormed(string id) =>
        id.Length is > 40 and < 512
        && (id.StartsWith("AAMk", StringComparison.Ordinal) || id.StartsWith("AAkA", StringComparison.Ordinal) || id.StartsWith("AQMk", StringComparison.Ordinal))
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '=');
}
