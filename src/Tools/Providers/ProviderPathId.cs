using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Providers;

/// <summary>
/// Ids that a caller names and that become one segment of a provider's path. Both SDKs percent-encode a segment, but leave dots, so
/// that <c>..</c> would climb; what neither provider uses in an id is refused before anything is sent.
/// </summary>
internal static class ProviderPathId
{
    private const int MaxLength = 1024;

    /// <summary>Returns <paramref name="id"/> where it can only ever be one path segment.</summary>
    /// <exception cref="ToolFailureException"><c>invalid_input</c>, naming <paramref name="argument"/>.</exception>
    public static string Require(string argument, string id) => IsValid(id)
        ? id
        : throw new ToolFailureException(ToolFailure.InvalidInput(
            argument, "is not an id that this server gave out", "pass the id field of an earlier result unchanged"));

    public static bool IsValid(string id) =>
        id is { Length: > 0 and <= MaxLength } and not ("." or "..")
        && id.All(c => c is > ' ' and <= '~' and not ('/' or '\\' or '%' or '?'));
}
