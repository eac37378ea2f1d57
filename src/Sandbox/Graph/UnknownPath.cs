using Microsoft.AspNetCore.Routing.Patterns;

namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>Tells an unknown path from a known one that lacks the verb.</summary>
internal static class UnknownPath
{
    public static GraphFailure Explain(HttpContext context)
    {
        var segments = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var patterns = context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Select(e => e.RoutePattern.PathSegments)
            .Where(p => !p.Any(s => s.Parts is [RoutePatternParameterPart { IsCatchAll: true }]))
            .ToList();
        for (var i = 0; i < segments.Length; i++)
        {
            var (segment, depth) = (segments[i], i);
            patterns.RemoveAll(p => p.Count <= depth || !Matches(p[depth], segment));
            if (patterns.Count == 0) return GraphFailure.BadRequest($"Resource not found for the segment '{segment}'.");
        }
        return patterns.Any(p => p.Count == segments.Length)
            ? new GraphFailure(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
            : GraphFailure.BadRequest("Invalid request.");
    }

    private static bool Matches(RoutePatternPathSegment pattern, string segment) => pattern.Parts switch
    {
        [RoutePatternLiteralPart literal] => string.Equals(literal.Content, segment, StringComparison.OrdinalIgnoreCase),
        _ => true,
    };
}
