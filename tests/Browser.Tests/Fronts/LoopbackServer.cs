using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TokenVaultAgent.Browser.Tests.Fronts;

/// <summary>A web server on a loopback port of its own that answers everything by one delegate.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app) => _app = app;

    /// <summary>Its root, on 127.0.0.1.</summary>
    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <param name="certificate">With one, the server speaks TLS.</param>
    public static async Task<LoopbackServer> StartAsync(
        RequestDelegate answer, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        builder.Services.AddHttpForwarder();
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(cancellationToken);
        return new LoopbackServer(app);
    }

    /// <summary>One page at every address.</summary>
    public static Task<LoopbackServer> StartAsync(
        string html, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken) =>
        StartAsync(
            http =>
            {
                http.Response.ContentType = "text/html; charset=utf-8";
                foreach (var (name, value) in headers)
                    http.Response.Headers[name] = value;
                return http.Response.WriteAsync(html);
            },
            certificate: null,
            cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
