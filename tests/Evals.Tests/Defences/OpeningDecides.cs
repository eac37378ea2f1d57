using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using TokenVaultAgent.AgentServer.Pages;

namespace TokenVaultAgent.Evals.Tests.Defences;

/// <summary>A link to disconnect does so when a user who is logged in opens it, as if they had pressed the button.</summary>
internal sealed class OpeningDecides : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (http, rest) =>
        {
            if (HttpMethods.IsGet(http.Request.Method) && http.Request.Path.StartsWithSegments("/disconnect", StringComparison.Ordinal)
                && (await http.AuthenticateAsync(WebLogin.Session)).Succeeded && !http.Request.Cookies.ContainsKey("decided"))
            {
                http.Response.Cookies.Append("decided", "yes");
                http.Request.Method = HttpMethods.Post;
                http.Request.ContentType = "application/x-www-form-urlencoded";
                http.Request.Body = new MemoryStream("decision=disconnect"u8.ToArray());
            }

            await rest(http);
        });
        next(app);
    };
}

/// <summary>Every form is taken for one that the user has sent from the server's own page.</summary>
internal sealed class AnyForm : IAntiforgery
{
    private static readonly AntiforgeryTokenSet Tokens = new("any", "any", "form_token", null);

    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext) => Tokens;

    public AntiforgeryTokenSet GetTokens(HttpContext httpContext) => Tokens;

    public Task<bool> IsRequestValidAsync(HttpContext httpContext) => Task.FromResult(true);

    public Task ValidateRequestAsync(HttpContext httpContext) => Task.CompletedTask;

    public void SetCookieTokenAndHeader(HttpContext httpContext)
    {
    }
}
