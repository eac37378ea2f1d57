using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TokenVaultAgent.Sandbox.Web;

internal static class LoopbackService
{
    /// <summary>A service on loopback that logs nothing, has no settings in files, and need not watch for any.</summary>
    /// <param name="port">0 for any that is free.</param>
    public static WebApplicationBuilder Builder(int port, Action<ListenOptions> listen)
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen));
        return builder;
    }
}
