using Microsoft.Extensions.Options;

namespace TokenVaultAgent.AgentServer.Hosting;

/// <summary>
/// Gives every request the public URL's scheme and host. Behind a front that ends TLS it came over plain http, where neither Secure
/// cookies nor the login's <c>redirect_uri</c> would come out right. Taken from the settings, so that no forwarding header need be trusted.
/// </summary>
internal static class PublicAddress
{
    public static void UsePublicAddress(this WebApplication app)
    {
        var url = app.Services.GetRequiredService<IOptions<McpOptions>>().Value.PublicUrl!;
        var host = new HostString(url.Authority);
        app.Use((context, next) =>
        {
            context.Request.Scheme = url.Scheme;
            context.Request.Host = host;
            return next(context);
        });
    }
}
