using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>What all methods share: credentials, permissions, the body, the headers and the error answers.</summary>
internal static class GraphRoutes
{
    /// <summary>Of a request to Outlook; larger ones need an upload session (learn.microsoft.com/graph/outlook-large-attachments).</summary>
    private const int LargestBody = 4 * 1024 * 1024;

    /// <param name="handler">Runs inside the world's lock.</param>
    public static void MapGraphMethod(
        this IEndpointRouteBuilder app, string verb, string path, GraphPermission permission, Func<GraphCall, GraphAnswer> handler) =>
        app.MapMethods(path, [verb], context => AnswerAsync(context, permission, handler));

    /// <summary>Answers what no method is mapped for.</summary>
    public static Task RefuseAsync(HttpContext context, GraphFailure failure) => AnswerAsync(context, permission: null, _ => throw failure);

    private static async Task AnswerAsync(HttpContext context, GraphPermission? permission, Func<GraphCall, GraphAnswer> handler)
    {
        var (request, response) = (context.Request, context.Response);
        var requestId = Guid.NewGuid().ToString();
        var clientRequestId = request.Headers["client-request-id"].ToString() is { Length: > 0 } given ? given : requestId;
        response.Headers["request-id"] = requestId;
        response.Headers["client-request-id"] = clientRequestId;
        response.Headers.CacheControl = "private";
        try
        {
            var grant = Authorize(context, permission);
            using var reader = new StreamReader(request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            if (Encoding.UTF8.GetByteCount(body) > LargestBody) throw GraphFailure.TooLarge();
            var world = context.RequestServices.GetRequiredService<SandboxWorld>();
            var call = new GraphCall(context, grant, world, body);
            var answer = world.Write(_ => Answer(request, call, handler));
            if (call.Preferences.InEffect.Count > 0) response.Headers["Preference-Applied"] = string.Join(", ", call.Preferences.InEffect);
            await WriteAsync(context, answer);
        }
        catch (GraphFailure failure)
        {
            if (failure.Authenticate is { } challenge) response.Headers.WWWAuthenticate = challenge;
            var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            await WriteAsync(context, new GraphAnswer(failure.Status, Error(failure, now, requestId, clientRequestId)));
        }
    }

    // A method that changes something must check all its options first.
    private static GraphAnswer Answer(HttpRequest request, GraphCall call, Func<GraphCall, GraphAnswer> handler)
    {
        if (!HttpMethods.IsGet(request.Method)) call.RefuseOtherOptions("select");
        var answer = handler(call);
        call.RefuseOtherOptions("select");
        return answer;
    }

    private static ProviderGrant Authorize(HttpContext context, GraphPermission? permission)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || header[7..].Trim() is not { Length: > 0 } token)
            throw GraphFailure.Unauthenticated("Access token is empty.");
        var grant = context.RequestServices.GetRequiredService<ProviderTokens>().Find(token, ProviderKind.Microsoft)
            ?? throw GraphFailure.Unauthenticated("Access token has expired or is not yet valid.");
        return permission is null || permission.IsIn(grant.Scopes) ? grant : throw GraphFailure.AccessDenied();
    }

    private static async Task WriteAsync(HttpContext context, GraphAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        if (answer.Text is { } text)
        {
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync(text, context.RequestAborted);
        }
        if (answer.Json is null) return;

        context.Response.ContentType = "application/json; odata.metadata=minimal; odata.streaming=true; IEEE754Compatible=false; charset=utf-8";
        context.Response.Headers["OData-Version"] = "4.0";
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, options);
        answer.Json.WriteTo(writer);
    }

    private static JsonObject Error(GraphFailure failure, DateTimeOffset now, string requestId, string clientRequestId) => new()
    {
        ["error"] = new JsonObject
        {
            ["code"] = failure.Code,
            ["message"] = failure.Message,
            ["innerError"] = new JsonObject
            {
                ["date"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
                ["request-id"] = requestId,
                ["client-request-id"] = clientRequestId,
            },
        },
    };
}
