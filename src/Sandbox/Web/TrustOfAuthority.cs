using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Http;

namespace TokenVaultAgent.Sandbox.Web;

/// <summary>
/// Has the agent server trust the sandbox's authority, as an operator has a server trust a private one with <c>SSL_CERT_FILE</c>: in its
/// process that file has been read already.
/// </summary>
internal static class TrustOfAuthority
{
    public static void AddTrust(this IServiceCollection services, LocalAuthority authority)
    {
        services.PostConfigureAll<HttpClientFactoryOptions>(options => options.HttpMessageHandlerBuilderActions.Add(builder =>
        {
            if (builder.PrimaryHandler is SocketsHttpHandler sockets)
                authority.Trust(sockets.SslOptions);
        }));
        // For every scheme, before its own defaults take effect.
        services.ConfigureAll<JwtBearerOptions>(jwt => jwt.BackchannelHttpHandler = Trusting(authority));
        services.ConfigureAll<OpenIdConnectOptions>(login => login.BackchannelHttpHandler = Trusting(authority));
    }

    private static SocketsHttpHandler Trusting(LocalAuthority authority)
    {
        var sockets = new SocketsHttpHandler();
        authority.Trust(sockets.SslOptions);
        return sockets;
    }
}
