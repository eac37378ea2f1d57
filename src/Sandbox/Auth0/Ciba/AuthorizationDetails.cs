using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TokenVaultAgent.Sandbox.Auth0.Ciba;

/// <summary>
/// Rich authorization details (RFC 9396) for the tenant's own app: one object of Auth0's schema, and within the limits that are written for
/// the others (auth0.com/docs/get-started/apis/configure-rich-authorization-requests; whether those bind this schema too is not written).
/// </summary>
internal static partial class AuthorizationDetails
{
    private const string Schema = "urn:auth0:schemas:authorization-details:v1:";
    private const int MaxBytes = 5 * 1024;
    private const int MaxMembers = 10;
    private const int MaxText = 255;
    private const int MaxLevels = 5;

    /// <exception cref="OAuthErrorException">They break a rule.</exception>
    public static JsonArray Read(string json, ApiResource? api)
    {
        if (Encoding.UTF8.GetByteCount(json) > MaxBytes)
            throw Invalid("are longer than 5 KB");
        if (Parse(json) is not JsonArray { Count: 1 } details || details[0] is not JsonObject detail)
            throw Invalid("must be an array of one object");
        if (Text(detail["type"]) is not { } type || api?.AuthorizationDetailsTypes.Contains(type) is not true)
            throw Invalid("must be of a type that the API has registered");
        // Same page, "Configure consent policy for the resource server".
        if (api.ConsentPolicy is not null)
            throw OAuthErrorException.InvalidRequest("The API's consent policy does not go with CIBA");
        if (!type.StartsWith(Schema, StringComparison.Ordinal) || Text(detail["instruction"]) is null || detail["properties"] is not JsonObject properties
            || properties.Any(p => !IsProperty(p.Value)))
            throw Invalid("must conform to Auth0's schema");
        if (!IsWithinLimits(detail, 1))
            throw Invalid("are beyond the limits: 10 members an object, 255 characters a name or value, 5 levels, names of a-zA-Z0-9_.-");
        return details;
    }

    /// <summary>What the app shows, in its order.</summary>
    public static IEnumerable<string> Lines(JsonArray details) =>
        details[0]!["properties"]!.AsObject().Where(p => p.Value!["display"]!.GetValue<bool>()).OrderBy(p => p.Value!["display_order"]!.GetValue<int>())
            .Select(p => $"{p.Value!["name"]}: {p.Value["value"]}").Prepend(details[0]!["instruction"]!.GetValue<string>());

    private static bool IsProperty(JsonNode? node) =>
        node is JsonObject property && property["value"] is JsonValue && property["display"] is JsonValue display && display.TryGetValue(out bool isShown)
        && (!isShown || (Text(property["name"]) is not null && property["display_order"] is JsonValue order && order.TryGetValue(out int _)));

    private static bool IsWithinLimits(JsonNode? node, int level) => node switch
    {
        JsonObject members => level <= MaxLevels && members.Count <= MaxMembers
            && members.All(m => m.Key.Length <= MaxText && Name().IsMatch(m.Key) && IsWithinLimits(m.Value, level + 1)),
        JsonArray items => level <= MaxLevels && items.All(item => IsWithinLimits(item, level + 1)),
        JsonValue value => Text(value) is not { Length: > MaxText },
        _ => true,
    };

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            throw Invalid("must be JSON");
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static OAuthErrorException Invalid(string why) => new(400, "invalid_authorization_details", "authorization_details " + why);

    [GeneratedRegex("^[a-zA-Z0-9_.-]+$")]
    private static partial Regex Name();
}
