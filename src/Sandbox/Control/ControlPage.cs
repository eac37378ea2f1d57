namespace TokenVaultAgent.Sandbox.Control;

/// <summary>The page at the control endpoint's root: three files, whose script reads what the endpoint answers.</summary>
internal static class ControlPage
{
    public static void MapControlPage(this WebApplication app)
    {
        Map(app, "/", "index.html", "text/html; charset=utf-8");
        Map(app, "/page.css", "page.css", "text/css; charset=utf-8");
        Map(app, "/page.js", "page.js", "text/javascript; charset=utf-8");
    }

    private static void Map(WebApplication app, string path, string file, string contentType)
    {
        var content = Read(file);
        app.MapGet(path, (HttpContext context) =>
        {
            // Mail and events on it are an attacker's.
            context.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.CacheControl = "no-store";
            return Results.Bytes(content, contentType);
        });
    }

    private static byte[] Read(string file)
    {
        using var stream = typeof(ControlPage).Assembly.GetManifestResourceStream("page." + file)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
