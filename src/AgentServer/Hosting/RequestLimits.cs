using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace TokenVaultAgent.AgentServer.Hosting;

/// <summary>What is refused before anyone looks at a token: foreign hosts, foreign origins, bodies over the limit.</summary>
internal static class RequestLimits
{
    private static readonly TimeSpan SlowestHeaders = TimeSpan.FromSeconds(15);

    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = SlowestHeaders;
        });
        builder.Services.AddCors();
    }

    public static void UseRequestChecks(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<McpOptions>>();
        var hosts = AllowedHosts(options.Value, app.Environment);
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.CacheControl = "no-store";
            headers["Referrer-Policy"] = "no-referrer";
            if (options.Value.PublicUrl!.Scheme == Uri.UriSchemeHttps)
                headers.StrictTransportSecurity = "max-age=31536000";
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            return Refusal(context.Request, options.Value, hosts) is { } refusal
                ? refusal.WriteAsync(context.Response)
                : next(context);
        });
        app.UseCors(cors => cors
            .WithOrigins([.. options.Value.AllowedOrigins])
            .WithMethods("GET", "POST", "DELETE")
            .AllowAnyHeader()
            .WithExposedHeaders("WWW-Authenticate", "Mcp-Session-Id", "MCP-Protocol-Version"));
    }

    /// <summary>The server's public name; on a developer's machine also those of loopback (DNS rebinding makes up others).</summary>
    private static HashSet<string> AllowedHosts(McpOptions options, IHostEnvironment environment)
    {
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { options.PublicUrl!.Host };
        if (!environment.IsProduction())
            hosts.UnionWith(["localhost", "127.0.0.1", "[::1]"]);
        return hosts;
    }

    private static JsonRefusal? Refusal(HttpRequest request, McpOptions options, HashSet<string> hosts)
    {
        // An orchestrator asks for health by address, not by name.
        if (!hosts.Contains(request.Host.Host) && !HealthChecks.IsHealthPath(request.Path))
            return new JsonRefusal(StatusCodes.Status400BadRequest, "forbidden_host", "This server has another name. The operator sets it as Mcp:PublicUrl.");
        if (request.Headers.Origin is [{ } origin, ..] && !IsAllowed(origin, options))
            return new JsonRefusal(StatusCodes.Status403Forbidden, "forbidden_origin", "This origin may not call this server. The operator can add it to Mcp:AllowedOrigins.");
        var bodySize = request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
        bodySize.MaxRequestBodySize = options.MaxRequestBytes;
        if (request.ContentLength > options.MaxRequestBytes)
        {
            // Kestrel then reads and drops what still arrives for some seconds, so that a client that is still writing sees the answer.
            bodySize.MaxRequestBodySize = null;
            return new JsonRefusal(StatusCodes.Status413PayloadTooLarge, "request_too_large", $"A request may have at most {options.MaxRequestBytes} bytes.");
        }

        return null;
    }

    private static bool IsAllowed(string origin, McpOptions options) =>
        string.Equals(origin, options.PublicUrl!.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
        || options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
