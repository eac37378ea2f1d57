using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>The tenant's pages: plain HTML that a phone, a screen reader and a <see cref="People.Person"/> can use.</summary>
internal static class Pages
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
        button{box-sizing:border-box;width:100%;margin-top:1.25rem;padding:.75rem;font:inherit;font-weight:600;border-radius:.4rem;
        border:1px solid light-dark(#3b49df,#8e99ff);background:light-dark(#3b49df,#4f5cf0);color:#fff;cursor:pointer}
        button.quiet{background:none;color:inherit;margin-top:.75rem}
        ul{padding-left:1.2rem}code{font-size:.95em}
        [role=alert]{padding:.6rem .8rem;border-radius:.4rem;background:light-dark(#fdecec,#4a2024)}
        .note{font-size:.85rem;opacity:.75}main>.note{margin:1.5rem 0 0}
        """;

    public static IResult Step(Step step, AuthorizationRequest request, AntiforgeryTokenSet antiforgery, string transaction, string? fault = null) =>
        step switch
        {
            Auth0.Step.Login => Page("Log in", Form(step, antiforgery, transaction, fault,
                $"<p>to continue to <strong>{Encode(request.Client.Name)}</strong></p>",
                $"""
                <label for="username">Email address</label>
                <input id="username" name="username" type="email" autocomplete="username" required autofocus value="{Encode(request.LoginHint)}">
                <label for="password">Password</label>
                <input id="password" name="password" type="password" autocomplete="current-password" required>
                <button type="submit">Continue</button>
                """)),
            Auth0.Step.Mfa => Page("Verify your identity", Form(step, antiforgery, transaction, fault,
                "<p>Enter the code that your authenticator app shows.</p>",
                """
                <label for="code">One-time code</label>
                <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" required autofocus>
                <button type="submit">Continue</button>
                """)),
            _ => Page("Authorize app", Form(step, antiforgery, transaction, fault,
                $"<p><strong>{Encode(request.Client.Name)}</strong>{ThirdParty(request)} asks for access to <strong>{Encode(request.Api?.Name ?? "your profile")}</strong>:</p><ul>{Scopes(request)}</ul>",
                """
                <button type="submit" name="decision" value="accept">Accept</button>
                <button type="submit" name="decision" value="decline" class="quiet">Decline</button>
                """)),
        };

    public static IResult Error(string message) => Page("Oops, something went wrong", $"<p>{Encode(message)}</p>", StatusCodes.Status400BadRequest);

    private static string Form(Step step, AntiforgeryTokenSet antiforgery, string transaction, string? fault, string intro, string fields) =>
        $"""
        {intro}
        {(fault is null ? "" : $"<p role=\"alert\">{Encode(fault)}</p>")}
        <form method="post" action="{step.Path()}">
        <input type="hidden" name="state" value="{Encode(transaction)}">
        <input type="hidden" name="{Encode(antiforgery.FormFieldName)}" value="{Encode(antiforgery.RequestToken)}">
        {fields}
        </form>
        """;

    private static string ThirdParty(AuthorizationRequest request) => request.Client.IsFirstParty
        ? ""
        : $" <span class=\"note\">(a third-party application, {Encode(request.Client.ExternalClientId?.Host ?? "registered by the administrator")})</span>";

    private static string Scopes(AuthorizationRequest request) =>
        string.Concat(request.Scopes.Select(scope => $"<li><code>{Encode(scope)}</code></li>"));

    private static PageResult Page(string heading, string body, int status = StatusCodes.Status200OK) => new PageResult(status,
        $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <title>{Encode(heading)} | Sandbox tenant</title><style>{Style}</style></head>
        <body><main><h1>{Encode(heading)}</h1>{body}<p class="note">A sandbox tenant on this machine.</p></main></body></html>
        """);

    private static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    private sealed class PageResult(int status, string html) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
            return response.WriteAsync(html, Encoding.UTF8);
        }
    }
}
