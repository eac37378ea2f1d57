using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>
/// Secrets of an Action that must say the same as the server's settings. Nobody can read their values again, but everybody their names: one more,
/// whose name has a digest of the values in it, tells for which settings they were written.
/// </summary>
/// <param name="values">Settings, not secrets: they are told.</param>
internal sealed class ActionSecrets(IReadOnlyDictionary<string, string> values)
{
    private const string Version = "SETTINGS_";
    private const int VersionLength = 8;

    private string VersionName => Version + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Words)))[..VersionLength];

    private string Words => string.Join(", ", values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"));

    private IEnumerable<string> Names => values.Count == 0 ? [] : values.Keys.Append(VersionName);

    /// <summary>Those that the Action reads; none where the settings are as by default.</summary>
    public static ActionSecrets Of(ShippedAction shipped, Wanted wanted) =>
        new(wanted.ActionSecrets.Where(secret => shipped.Code.Contains(secret.Key, StringComparison.Ordinal)).ToDictionary());

    /// <summary>Others are the operator's.</summary>
    public static bool IsOurs(string name) => Wanted.ActionSecretNames.Contains(name) || name.StartsWith(Version, StringComparison.Ordinal);

    public bool AreAmong(IEnumerable<string> names) => names.Where(IsOurs).ToHashSet(StringComparer.Ordinal).SetEquals(Names);

    /// <summary>What is to be done by hand, where it is.</summary>
    public string Instructions(IReadOnlyList<string> names)
    {
        var surplus = names.Where(IsOurs).Except(Names).ToList();
        return string.Join(" ", (string[])
        [
            .. values.Count > 0 ? new[] { $"Its secrets must be {Words}, and {VersionName} with any value, by which this is known." } : [],
            .. surplus.Count > 0 ? new[] { $"{string.Join(", ", surplus)} must go: {(surplus.Count == 1 ? "its value is" : "their values are")} of other settings, or of nobody knows which." } : [],
        ]);
    }

    public JsonArray ToJson() => new([.. values.Append(KeyValuePair.Create(VersionName, "1")).Where(_ => values.Count > 0)
        .Select(secret => new JsonObject { ["name"] = secret.Key, ["value"] = secret.Value })]);
}
