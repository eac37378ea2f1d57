using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace TokenVaultAgent.Browser.Tests.Fronts;

/// <summary>Passes requests on as they are, the Host header too.</summary>
internal sealed class Forwarder : IDisposable
{
    private readonly HttpMessageInvoker _client = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    /// <param name="upstream">Any URL of the server that is to answer.</param>
    public async Task ForwardAsync(HttpContext http, Uri upstream) =>
        await http.RequestServices.GetRequiredService<IHttpForwarder>().SendAsync(
            http, upstream.GetLeftPart(UriPartial.Authority), _client, ForwarderRequestConfig.Empty, HttpTransformer.Empty);

    public void Dispose() => _client.Dispose();
}
