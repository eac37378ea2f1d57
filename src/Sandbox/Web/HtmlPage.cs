using System.Text;
using System.Text.Encodings.Web;

namespace TokenVaultAgent.Sandbox.Web;

/// <summary>A page of the tenant or of a provider: plain HTML that a phone, a screen reader and a <c>Person</c> can use.</summary>
/// <param name="body">HTML.</param>
internal sealed class HtmlPage(string heading, string site, string body, string note, int status) : IResult
{
    private const string Style =
        """
        :root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
        body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f3f4f7,#15171c)}
        main{box-sizing:border-box;width:min(25rem,calc(100vw - 2rem));margin:1rem;padding:2rem;border-radius:.75rem;overflow-wrap:anywhere;
        background:light-dark(#fff,#1f2229);box-shadow:0 1px 8px light-dark(#0002,#0008)}
        h1{font-size:1.4rem;margin:0 0 .5rem}p{margin:.25rem 0 1rem}
        label{display:block;margin-top:1rem;font-weight:600}
        input{box-sizing:border-box;width:100%;padding:.7rem;margin-top:.25rem;font:inherit;border:1px solid light-dark(#8a8f9c,#6b7080);border-radius:.4rem}
        .choice{display:flex;gap:.6rem;align-items:start;margin:.75rem 0}.choice input{width:1.2rem;height:1.2rem;flex:none}.choice label{margin:0;font-weight:400}
        button{box-sizing:border-box;width:100%;margin-top:1.25rem;padding:.75rem;font:inherit;font-weight:600;border-radius:.4rem;
        border:1px solid light-dark(#3b49df,#8e99ff);background:light-dark(#3b49df,#4f5cf0);color:#fff;cursor:pointer}
        button.quiet{background:none;color:inherit;margin-top:.75rem}
        ul{padding-left:1.2rem}code{font-size:.95em}
        [role=alert]{padding:.6rem .8rem;border-radius:.4rem;background:light-dark(#fdecec,#4a2024)}
        a{color:light-dark(#3b49df,#a9b1ff)}section+section{border-top:1px solid light-dark(#dce0e8,#363c48);margin-top:1.5rem;padding-top:1rem}
        .note{font-size:.85rem;opacity:.75}main>.note{margin:1.5rem 0 0}
        """;

    /// <summary>Seconds and address, as the <c>meta</c> element has them; null for a page that stays.</summary>
    public string? Refresh { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        return response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">{(Refresh is null ? "" : $"<meta http-equiv=\"refresh\" content=\"{Encode(Refresh)}\">")}
            <title>{Encode(heading)} | {Encode(site)}</title><style>{Style}</style></head>
            <body><main><h1>{Encode(heading)}</h1>{body}<p class="note">{Encode(note)}</p></main></body></html>
            """, Encoding.UTF8);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
