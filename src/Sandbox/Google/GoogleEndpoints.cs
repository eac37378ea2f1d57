using TokenVaultAgent.Sandbox.Google.Calendar;
using TokenVaultAgent.Sandbox.Google.Gmail;

namespace TokenVaultAgent.Sandbox.Google;

internal static class GoogleEndpoints
{
    // What Google's front end answers to a path that no API has.
    private const string NotFoundPage =
        "<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n<title>Error 404 (Not Found)!!1</title>\n"
        + "<p><b>404.</b> <ins>That’s an error.</ins>\n<p>The requested URL was not found on this server. <ins>That’s all we know.</ins>\n";

    public static void AddGoogle(this IServiceCollection services) => services.AddResponseCompression();

    public static void MapGoogle(this WebApplication app)
    {
        app.UseResponseCompression();
        app.MapCalendar();
        app.MapGmail();
        app.MapUserInfo();
        app.MapFallback("{*path}", NotFoundAsync);
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/html; charset=UTF-8";
        return context.Response.WriteAsync(NotFoundPage, context.RequestAborted);
    }
}
