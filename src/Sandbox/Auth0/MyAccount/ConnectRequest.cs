using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Auth0.MyAccount;

/// <summary>The body of <c>POST /me/v1/connected-accounts/connect</c>, within the limits of the OpenAPI file.</summary>
internal sealed record ConnectRequest
{
    /// <summary>All that the body may have.</summary>
    public static readonly string[] Members =
        ["connection", "redirect_uri", "state", "code_challenge", "code_challenge_method", "scopes", "authorization_params"];

    public required string Connection { get; init; }

    public required string RedirectUri { get; init; }

    public string? State { get; init; }

    public string? CodeChallenge { get; init; }

    /// <summary>Null: the connection's own. Given, they take the place of the connection's, but for <c>offline_access</c>.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    public string? LoginHint { get; init; }

    /// <exception cref="MyAccountError">400, with every fault.</exception>
    public static ConnectRequest Read(JsonObject body)
    {
        var errors = new List<ValidationError>();

        string? Text(string name, int min, int max, bool required = false)
        {
            if (body[name] is null && !required)
                return null;
            if (body[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length >= min && text.Length <= max)
                return text;
            errors.Add(new ValidationError($"Must be a string of {min} to {max} characters", name));
            return null;
        }

        var request = new ConnectRequest
        {
            Connection = Text("connection", 1, 128, required: true) ?? "",
            RedirectUri = Text("redirect_uri", 1, 2048, required: true) ?? "",
            State = Text("state", 1, 4096),
            CodeChallenge = Text("code_challenge", 43, 128),
            Scopes = ReadScopes(body["scopes"], errors),
            LoginHint = (body["authorization_params"] as JsonObject)?["login_hint"]?.ToString(),
        };
        if (!Uri.IsWellFormedUriString(request.RedirectUri, UriKind.Absolute))
            errors.Add(new ValidationError("Must be a URI", "redirect_uri"));
        if (Text("code_challenge_method", 1, 16) is { } method && method != "S256")
            errors.Add(new ValidationError("Must be S256", "code_challenge_method"));
        if (request.CodeChallenge is not null && body["code_challenge_method"] is null)
            errors.Add(new ValidationError("Must be given with code_challenge", "code_challenge_method"));
        return errors.Count == 0 ? request : throw MyAccountError.Invalid(errors);
    }

    private static List<string>? ReadScopes(JsonNode? node, List<ValidationError> errors)
    {
        if (node is null)
            return null;
        var scopes = (node as JsonArray)?.Select(item => item is JsonValue value && value.TryGetValue(out string? text) ? text : "").ToList();
        if (scopes is { Count: >= 1 and <= 100 } && scopes.All(s => s.Length is >= 1 and <= 255) && scopes.Distinct().Count() == scopes.Count)
            return scopes;
        errors.Add(new ValidationError("Must be 1 to 100 different strings of 1 to 255 characters", "scopes"));
        return null;
    }
}
