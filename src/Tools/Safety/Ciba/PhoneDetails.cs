using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Safety.Ciba;

/// <summary>
/// An action as the tenant's app shows it: rich authorization details (RFC 9396) in Auth0's own schema, within Auth0's limits
/// (auth0.com/docs/get-started/apis/configure-rich-authorization-requests). Where that is not written for this schema, those of the others hold.
/// </summary>
internal static class PhoneDetails
{
    /// <summary>Registered with the API at the tenant.</summary>
    public const string Type = "urn:auth0:schemas:authorization-details:v1:token-vault-agent-action";

    private const int MaxValue = 255;
    private const int MaxProperties = 10;
    private const int MaxBytes = 5 * 1024;

    /// <summary>A JSON array of one object; null where a phone cannot show all of the action, to the last character.</summary>
    public static string? Of(ActionSummary summary)
    {
        if (summary.People.Any(p => !IsPlainAddress(p.Address)))
            return null;
        List<(string Name, string Value)> facts =
        [
            ("Account", summary.Account),
            .. summary.People.GroupBy(p => p.Role).Select(role => (role.Key, string.Join(", ", role.Select(Text)))),
            .. summary.Facts.Select(f => (f.Name, f.Value)),
        ];
        if (summary.Text is not null)
            facts.Add(("Text", summary.Text));
        if (facts.Count > MaxProperties || facts.Exists(f => f.Name.Length > MaxValue || f.Value.Length > MaxValue || !ExactText.IsPlain(f.Name) || !ExactText.IsPlain(f.Value)))
            return null;

        // The names are for people and may be an agent's: keys are made here.
        var properties = facts.Select((fact, i) => (Key: $"fact_{i + 1}", Value: new PhoneProperty(true, fact.Name, i + 1, fact.Value)));
        var json = JsonSerializer.Serialize(
            [new PhoneDetail(Type, summary.Title, properties.ToDictionary(p => p.Key, p => p.Value))], PhoneDetailsJson.Default.PhoneDetailArray);
        return Encoding.UTF8.GetByteCount(json) <= MaxBytes ? json : null;
    }

    /// <summary>Letters of other scripts look like those of this one: the page writes them out, a phone has no room for it.</summary>
    private static bool IsPlainAddress(string address) =>
        address.All(char.IsAscii) && !address.Contains("xn--", StringComparison.OrdinalIgnoreCase);

    private static string Text(ActionPerson person)
    {
        var address = person.Name is null ? person.Address : $"{person.Name} <{person.Address}>";
        return person.IsOutside ? $"{address} (outside)" : address;
    }
}

/// <param name="Instruction">What the user is asked to approve.</param>
internal sealed record PhoneDetail(string Type, string Instruction, IReadOnlyDictionary<string, PhoneProperty> Properties);

/// <param name="DisplayOrder">From 1.</param>
internal sealed record PhoneProperty(bool Display, string Name, int DisplayOrder, string Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PhoneDetail[]))]
internal sealed partial class PhoneDetailsJson : JsonSerializerContext;
