namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>An error answer of Graph: learn.microsoft.com/graph/errors.</summary>
internal sealed class GraphFailure(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public string? Authenticate { get; private init; }

    public static GraphFailure Unauthenticated(string message) => new(401, "InvalidAuthenticationToken", message)
    {
        Authenticate = "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", "
            + "client_id=\"00000003-0000-0000-c000-000000000000\"",
    };

    public static GraphFailure AccessDenied() => new(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");

    public static GraphFailure NotFound() => new(404, "ErrorItemNotFound", "The specified object was not found in the store.");

    public static GraphFailure MalformedId() => new(400, "ErrorInvalidIdMalformed", "Id is malformed.");

    public static GraphFailure BadRequest(string message) => new(400, "BadRequest", message);

    public static GraphFailure InvalidParameter(string message) => new(400, "ErrorInvalidParameter", message);

    /// <summary>A value that the type of the resource allows, but this resource does not.</summary>
    public static GraphFailure InvalidProperty(string message) => new(400, "ErrorPropertyValidationFailure", message);

    public static GraphFailure TooLarge() => new(413, "RequestEntityTooLarge", "The request is too large.");

    public static GraphFailure UnreadableBody() => BadRequest(
        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");

    public static GraphFailure UnknownProperty(string name, string type) => new(
        400, "RequestBodyRead",
        $"The property '{name}' does not exist on type '{type}'. Make sure to only use property names that are defined by the type.");

    public static GraphFailure UnknownZone(string name) => new(
        400, "TimeZoneNotSupportedException",
        $"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'.");
}
