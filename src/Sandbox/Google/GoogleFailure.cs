using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Google;

/// <summary>An error answer of Google. Its body has one of two shapes, by what answers: the API's own code or the front end before it.</summary>
internal sealed class GoogleFailure(int status, string message) : Exception(message)
{
    private const string Realm = "Bearer realm=\"https://accounts.google.com/\"";

    public int Status => status;

    public required JsonObject Body { get; init; }

    public string? Authenticate { get; private init; }

    /// <summary>As Calendar's own code answers: developers.google.com/workspace/calendar/api/guides/errors.</summary>
    public static GoogleFailure Calendar(int status, string reason, string message, string domain = "global", string? parameter = null)
    {
        var error = new JsonObject { ["domain"] = domain, ["reason"] = reason, ["message"] = message };
        if (parameter is not null)
        {
            error["locationType"] = "parameter";
            error["location"] = parameter;
        }
        return new GoogleFailure(status, message)
        {
            Body = Wrap(new JsonObject { ["errors"] = new JsonArray(error), ["code"] = status, ["message"] = message }),
        };
    }

    /// <summary>As Gmail and the common front end answer, with a canonical <c>status</c> (google.rpc.Code).</summary>
    public static GoogleFailure Rpc(int status, string canonical, string reason, string message) => new(status, message)
    {
        Body = Wrap(RpcError(status, canonical, message, new JsonObject { ["message"] = message, ["domain"] = "global", ["reason"] = reason })),
    };

    public static GoogleFailure InvalidArgument(string message) => Rpc(400, "INVALID_ARGUMENT", "invalidArgument", message);

    public static GoogleFailure EntityNotFound() => Rpc(404, "NOT_FOUND", "notFound", "Requested entity was not found.");

    public static GoogleFailure Unavailable() => Rpc(503, "UNAVAILABLE", "backendError", "The service is currently unavailable.");

    public static GoogleFailure NoCredentials() => Unauthenticated(
        "Request is missing required authentication credential.", "Login Required.", "required", Realm);

    public static GoogleFailure BadCredentials() => Unauthenticated(
        "Request had invalid authentication credentials.", "Invalid Credentials", "authError", Realm + ", error=\"invalid_token\"");

    public static GoogleFailure MissingScope(GoogleMethod method)
    {
        const string Message = "Request had insufficient authentication scopes.";
        var body = RpcError(403, "PERMISSION_DENIED", Message, new JsonObject
        {
            ["message"] = "Insufficient Permission",
            ["domain"] = "global",
            ["reason"] = "insufficientPermissions",
        });
        body["details"] = new JsonArray(new JsonObject
        {
            ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
            ["reason"] = "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            ["domain"] = "googleapis.com",
            ["metadata"] = new JsonObject { ["service"] = method.Service, ["method"] = method.Name },
        });
        return new GoogleFailure(403, Message)
        {
            Body = Wrap(body),
            Authenticate = $"{Realm}, error=\"insufficient_scope\", scope=\"{string.Join(' ', method.Scopes)}\"",
        };
    }

    private static GoogleFailure Unauthenticated(string message, string detail, string reason, string authenticate)
    {
        message += " Expected OAuth 2 access token, login cookie or other valid authentication credential. "
            + "See https://developers.google.com/identity/sign-in/web/devconsole-project.";
        return new GoogleFailure(401, message)
        {
            Body = Wrap(RpcError(401, "UNAUTHENTICATED", message, new JsonObject
            {
                ["message"] = detail,
                ["domain"] = "global",
                ["reason"] = reason,
                ["location"] = "Authorization",
                ["locationType"] = "header",
            })),
            Authenticate = authenticate,
        };
    }

    private static JsonObject RpcError(int status, string canonical, string message, JsonObject error) => new()
    {
        ["code"] = status,
        ["message"] = message,
        ["errors"] = new JsonArray(error),
        ["status"] = canonical,
    };

    private static JsonObject Wrap(JsonObject error) => new() { ["error"] = error };
}
