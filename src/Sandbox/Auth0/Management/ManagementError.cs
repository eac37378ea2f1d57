namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary>An error in the Management API's own form: <c>{statusCode, error, message, errorCode}</c>.</summary>
internal sealed class ManagementException(int status, string code, string message) : Exception(message)
{
    public IResult ToResult() => Results.Json(
        new { statusCode = status, error = Reason(status), message = Message, errorCode = code }, statusCode: status);

    public static ManagementException InvalidBody(string what) => new(StatusCodes.Status400BadRequest, "invalid_body", $"Payload validation error: '{what}'");

    public static ManagementException NotFound(string what, string code) => new(StatusCodes.Status404NotFound, code, $"The {what} does not exist.");

    public static ManagementException Lacks(string scope) =>
        new(StatusCodes.Status403Forbidden, "insufficient_scope", $"Insufficient scope, expected any of: {scope}");

    private static string Reason(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "Bad Request",
        StatusCodes.Status401Unauthorized => "Unauthorized",
        StatusCodes.Status403Forbidden => "Forbidden",
        StatusCodes.Status404NotFound => "Not Found",
        StatusCodes.Status409Conflict => "Conflict",
        _ => "Too Many Requests",
    };
}
