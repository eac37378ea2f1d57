using Microsoft.Extensions.Options;
using TokenVaultAgent.AgentServer.Hosting;
using TokenVaultAgent.AgentServer.Pages.Views;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.AgentServer.Pages;

/// <summary>What a person sees who opens this server, or its MCP endpoint, in a browser: what it is, how to add it, and the way to their accounts.</summary>
internal sealed class LandingPage(PageAddresses addresses, ToolPolicies policies, IOptions<McpOptions> mcp)
{
    public void Map(RouteGroupBuilder pages) => pages.MapGet("", () => Page.Of<LandingView>(new
    {
        Endpoint = mcp.Value.PublicUrl!,
        AccountsPath = addresses.AreServed ? addresses.Accounts.AbsolutePath : null,
        policies.Of(MailAction.Tool).NeedsApproval,
    }));

    /// <summary>Sends a browser that opens the endpoint here; MCP clients ask for no page.</summary>
    public static void LeadBrowsersHere(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<PageAddresses>();
        var endpoint = app.Services.GetRequiredService<IOptions<McpOptions>>().Value.PublicUrl!.AbsolutePath;
        app.Use((http, next) =>
        {
            if (!HttpMethods.IsGet(http.Request.Method) || http.Request.Path != endpoint || endpoint == addresses.Root.AbsolutePath || !AcceptsPages(http.Request))
                return next(http);
            http.Response.Headers.Vary = "Accept";
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Redirect(addresses.Root.AbsolutePath);
            return Task.CompletedTask;
        });
    }

    private static bool AcceptsPages(HttpRequest request) =>
        request.Headers.Accept.Any(accept => accept!.Contains("text/html", StringComparison.OrdinalIgnoreCase)) && request.Headers.Authorization.Count == 0;
}
