using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Transforms;

namespace TokenVaultAgent.AgentServer.Tests.Conformance;

/// <summary>Puts a bearer token on every request, for a test suite that cannot; everything else, the Host header too, passes unchanged.</summary>
internal sealed class AuthenticatingProxy : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AuthenticatingProxy(WebApplication app) => _app = app;

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<AuthenticatingProxy> StartAsync(Uri target, string accessToken, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddHttpForwarder();
        var app = builder.Build();
        app.MapForwarder("/{**rest}", target.GetLeftPart(UriPartial.Authority), transforms =>
        {
            transforms.AddOriginalHost();
            transforms.AddRequestHeader("Authorization", $"Bearer {accessToken}", append: false);
        });
        await app.StartAsync(cancellationToken);
        return new AuthenticatingProxy(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
