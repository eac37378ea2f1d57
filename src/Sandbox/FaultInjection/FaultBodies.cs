using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.FaultInjection;

/// <summary>Error bodies in the shape of each service.</summary>
internal static class FaultBodies
{
    public static JsonObject For(string service, FaultRule fault) => service switch
    {
        "google" => Google(fault),
        "graph" => Graph(fault),
        _ => Auth0(fault),
    };

    // developers.google.com/workspace/calendar/api/guides/errors; Gmail's are of the same shape.
    private static JsonObject Google(FaultRule fault)
    {
        var (reason, domain, message) = fault.Status switch
        {
            401 => ("authError", "global", "Invalid Credentials"),
            403 => ("rateLimitExceeded", "usageLimits", "Rate Limit Exceeded"),
            404 => ("notFound", "global", "Not Found"),
            429 => ("rateLimitExceeded", "usageLimits", "Rate Limit Exceeded"),
            < 500 => ("badRequest", "global", "Bad Request"),
            _ => ("backendError", "global", "Backend Error"),
        };
        return new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["errors"] = new JsonArray(new JsonObject { ["domain"] = domain, ["reason"] = fault.Code ?? reason, ["message"] = message }),
                ["code"] = fault.Status,
                ["message"] = message,
            },
        };
    }

    // learn.microsoft.com/graph/errors and /graph/throttling.
    private static JsonObject Graph(FaultRule fault)
    {
        var (code, message) = fault.Status switch
        {
            401 => ("InvalidAuthenticationToken", "Access token has expired or is not yet valid."),
            403 => ("ErrorAccessDenied", "Access is denied. Check credentials and try again."),
            404 => ("ErrorItemNotFound", "The specified object was not found in the store."),
            409 => ("ErrorIrresolvableConflict", "The change key passed in the request does not match the current change key for the item."),
            429 => ("TooManyRequests", "Too many requests"),
            503 => ("ServiceUnavailable", "Service unavailable"),
            504 => ("UnknownError", ""),
            < 500 => ("BadRequest", "Bad request"),
            _ => ("InternalServerError", "Internal server error"),
        };
        return new JsonObject { ["error"] = new JsonObject { ["code"] = fault.Code ?? code, ["message"] = message } };
    }

    private static JsonObject Auth0(FaultRule fault)
    {
        var (error, description) = fault.Status switch
        {
            401 => ("invalid_client", "Unauthorized"),
            403 => ("unauthorized_client", "Forbidden"),
            429 => ("too_many_requests", "Global limit has been reached"),
            < 500 => ("invalid_request", "Bad request"),
            503 => ("temporarily_unavailable", "Service unavailable"),
            _ => ("server_error", "Internal server error"),
        };
        return new JsonObject { ["error"] = fault.Code ?? error, ["error_description"] = description };
    }
}
