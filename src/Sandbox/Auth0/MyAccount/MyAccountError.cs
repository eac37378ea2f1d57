using System.Text.Json.Serialization;

namespace TokenVaultAgent.Sandbox.Auth0.MyAccount;

/// <summary>
/// A refusal of the My Account API, in the shape of its OpenAPI file (RFC 7807 with <c>validation_errors</c>). The numbers in
/// <c>type</c> are known from SDK fixtures for 401 and 404; the others follow their pattern.
/// </summary>
internal sealed class MyAccountError(int status, int number, string title, string detail) : Exception(detail)
{
    public IReadOnlyList<ValidationError> ValidationErrors { get; init; } = [];

    public static MyAccountError InvalidToken() => new(401, 3, "Invalid Token", "Invalid Token");

    public static MyAccountError MissingScope(string scope) => new(403, 1, "Insufficient Scope", $"The token lacks the scope {scope}");

    public static MyAccountError Invalid(string detail) => new(400, 1, "Bad Request", detail);

    public static MyAccountError Invalid(IReadOnlyList<ValidationError> errors) =>
        new(400, 3, "Validation Error", "The request is not valid") { ValidationErrors = errors };

    public static MyAccountError NotFound(string detail) => new(404, 1, "Not Found", detail);

    public IResult ToResult() => Results.Json(
        new Body($"https://auth0.com/api-errors/A0E-{status}-{number:D4}", status, title, Message, ValidationErrors is [] ? null : ValidationErrors),
        contentType: "application/problem+json", statusCode: status);

    private sealed record Body(
        [property: JsonPropertyName("type")] string Type,
        [property: JsonPropertyName("status")] int Status,
        [property: JsonPropertyName("title")] string Title,
        [property: JsonPropertyName("detail")] string Detail,
        [property: JsonPropertyName("validation_errors"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<ValidationError>? ValidationErrors);
}

/// <param name="Field">The member's name.</param>
internal sealed record ValidationError(
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("field")] string Field,
    [property: JsonPropertyName("source")] string Source = "body")
{
    [JsonPropertyName("pointer")]
    public string Pointer => "#/" + Field;
}
