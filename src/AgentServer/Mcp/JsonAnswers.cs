using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using TokenVaultAgent.AgentServer.Hosting;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>
/// Answers clients that take no event stream with the answer alone, as JSON. The Streamable HTTP transport has every client accept both,
/// and the SDK refuses (406) one that does not; a plain HTTP client or a gateway loses nothing by it but notices of progress.
/// </summary>
internal static class JsonAnswers
{
    private const string EventStream = "text/event-stream";

    public static void UseJsonAnswers(this WebApplication app)
    {
        PathString path = app.Services.GetRequiredService<IOptions<McpOptions>>().Value.PublicUrl!.AbsolutePath;
        app.UseWhen(
            context => HttpMethods.IsPost(context.Request.Method) && context.Request.Path == path && TakesJsonAlone(context.Request.GetTypedHeaders()),
            branch => branch.Use(AnswerAsync));
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        context.Request.Headers.Accept = $"application/json, {EventStream}";
        var body = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }

        var bytes = AnswerOf(context.Response, answer);
        await body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>A client that says nothing takes anything (RFC 9110 section 12.5.1).</summary>
    private static bool TakesJsonAlone(RequestHeaders headers)
    {
        if (headers.Accept.Count == 0)
            return true;
        return !headers.Accept.Any(type => Covers(type, EventStream)) && headers.Accept.Any(type => Covers(type, "application/json"));
    }

    private static bool Covers(MediaTypeHeaderValue accepted, string type) =>
        accepted.Quality is not 0 && new MediaTypeHeaderValue(type).IsSubsetOf(new MediaTypeHeaderValue(accepted.MediaType));

    private static ReadOnlyMemory<byte> AnswerOf(HttpResponse response, MemoryStream answer)
    {
        answer.Position = 0;
        if (response.ContentType?.StartsWith(EventStream, StringComparison.OrdinalIgnoreCase) is not true
            || SseParser.Create(answer).Enumerate().Select(e => e.Data).LastOrDefault(IsResponse) is not { } message)
            return answer.ToArray();
        response.ContentType = "application/json";
        return Encoding.UTF8.GetBytes(message);
    }

    private static bool IsResponse(string message)
    {
        var json = JsonElement.Parse(message);
        return json.TryGetProperty("result", out _) || json.TryGetProperty("error", out _);
    }
}
