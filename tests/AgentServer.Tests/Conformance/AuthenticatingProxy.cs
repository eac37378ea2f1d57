using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace TokenVaultAgent.AgentServer.Tests.Conformance;

/// <summary>Puts a bearer token on every request, for a test suite that cannot; everything else, the Host header too, passes unchanged.</summary>
internal sealed class AuthenticatingProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private string _target = "";
    private string _authorization = "";

    private AuthenticatingProxy(WebApplication app) => _app = app;

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<AuthenticatingProxy> ListenAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddHttpForwarder();
        var proxy = new AuthenticatingProxy(builder.Build());
        proxy._app.Map("/{**rest}", proxy.ForwardAsync);
        await proxy._app.StartAsync(cancellationToken);
        return proxy;
    }

    public void ForwardTo(Uri target, string accessToken) =>
        (_target, _authorization) = (target.GetLeftPart(UriPartial.Authority), $"Bearer {accessToken}");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        context.Request.Headers.Authorization = _authorization;
        await _app.Services.GetRequiredService<IHttpForwarder>().SendAsync(context, _target, _client, ForwarderRequestConfig.Empty, HttpTransformer.Empty);
    }
}
