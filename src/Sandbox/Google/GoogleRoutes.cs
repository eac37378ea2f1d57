using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google;

/// <summary>What all methods share: credentials, scopes, the JSON body, partial responses, ETags and the error answers.</summary>
internal static class GoogleRoutes
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <param name="handler">Runs inside the world's lock. Null answers 204.</param>
    public static void MapGoogleMethod(
        this IEndpointRouteBuilder app, string verb, string path, GoogleMethod method, Func<GoogleCall, JsonObject?> handler) =>
        app.MapMethods(path, [verb], context => AnswerAsync(context, method, handler));

    private static async Task AnswerAsync(HttpContext context, GoogleMethod method, Func<GoogleCall, JsonObject?> handler)
    {
        try
        {
            var grant = Authorize(context, method);
            var body = await ReadBodyAsync(context.Request);
            var world = context.RequestServices.GetRequiredService<SandboxWorld>();
            var call = new GoogleCall(context.Request, grant, world, body);
            var mask = Mask(call, method);
            var answer = world.Write(_ => handler(call));
            await WriteAsync(context, answer, mask);
        }
        catch (GoogleFailure failure)
        {
            context.Response.StatusCode = failure.Status;
            if (failure.Authenticate is { } challenge) context.Response.Headers.WWWAuthenticate = challenge;
            await WriteJsonAsync(context, failure.Body);
        }
    }

    private static ProviderGrant Authorize(HttpContext context, GoogleMethod method)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) throw GoogleFailure.NoCredentials();
        var tokens = context.RequestServices.GetRequiredService<ProviderTokens>();
        var grant = tokens.Find(header[7..].Trim(), ProviderKind.Google) ?? throw GoogleFailure.BadCredentials();
        return method.Scopes.Any(grant.Scopes.Contains) ? grant : throw GoogleFailure.MissingScope(method);
    }

    private static async Task<JsonObject?> ReadBodyAsync(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsDelete(request.Method)) return null;
        try
        {
            using var reader = new StreamReader(Decompressed(request));
            var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
            if (text.Length == 0) return null;
            if (JsonNode.Parse(text, documentOptions: Strict) is JsonObject body) return body;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            // Answered below, like any other body that is not an object.
        }
        throw GoogleFailure.Rpc(400, "INVALID_ARGUMENT", "parseError", "Invalid JSON payload received. Parsing terminated before end of input.");
    }

    // Google.Apis compresses what it sends when GZipEnabled is set.
    private static Stream Decompressed(HttpRequest request) => request.Headers.ContentEncoding == "gzip"
        ? new GZipStream(request.Body, CompressionMode.Decompress)
        : request.Body;

    private static FieldMask? Mask(GoogleCall call, GoogleMethod method)
    {
        if (call.Text("fields") is not { } text) return null;
        try
        {
            var mask = FieldMask.Parse(text);
            if (mask.FirstUnknown(method.Shape) is not { } unknown) return mask;
            throw InvalidFields($"Invalid field selection {unknown}");
        }
        catch (FormatException e)
        {
            throw InvalidFields(e.Message);
        }
    }

    private static GoogleFailure InvalidFields(string message) => GoogleFailure.Calendar(400, "invalidParameter", message, parameter: "fields");

    private static async Task WriteAsync(HttpContext context, JsonObject? answer, FieldMask? mask)
    {
        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        if (answer["etag"] is { } tag)
        {
            context.Response.Headers.ETag = (string)tag!;
            if (HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.IfNoneMatch == (string)tag!)
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }
        await WriteJsonAsync(context, (JsonObject)(mask?.Apply(answer) ?? answer));
    }

    private static async Task WriteJsonAsync(HttpContext context, JsonObject answer)
    {
        context.Response.ContentType = "application/json; charset=UTF-8";
        context.Response.Headers.CacheControl = "no-cache, no-store, max-age=0, must-revalidate";
        var options = new JsonWriterOptions
        {
            Indented = context.Request.Query["prettyPrint"] != "false",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, options);
        answer.WriteTo(writer);
    }
}
