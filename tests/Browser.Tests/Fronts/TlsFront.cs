using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TokenVaultAgent.Browser.Tests.Fronts;

/// <summary>
/// The reverse proxy of a deployment: takes TLS from the browser and speaks HTTP to the server behind it, which learns the scheme
/// from <c>X-Forwarded-Proto</c> and the host from the unchanged <c>Host</c>.
/// </summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly Forwarder _forwarder = new();
    private readonly X509Certificate2 _certificate = CreateCertificate();
    private LoopbackServer _server = null!;
    private Uri? _upstream;

    private TlsFront()
    {
    }

    /// <summary>
    /// Its root, by name. Cookies know no ports, and the sandbox's tenant is at 127.0.0.1: as localhost, the server's cookies are its
    /// own, as they are in a deployment.
    /// </summary>
    public Uri Url => new UriBuilder(UrlByAddress) { Host = "localhost" }.Uri;

    /// <summary>Its root on 127.0.0.1.</summary>
    public Uri UrlByAddress => _server.Url;

    /// <summary>
    /// Listens at once, so that the server behind can be told its public URL; <see cref="ForwardTo"/> comes before the first request.
    /// </summary>
    public static async Task<TlsFront> StartAsync(CancellationToken cancellationToken)
    {
        var front = new TlsFront();
        front._server = await LoopbackServer.StartAsync(
            http =>
            {
                http.Request.Headers["X-Forwarded-Proto"] = http.Request.Scheme;
                return front._forwarder.ForwardAsync(http, front._upstream!);
            },
            front._certificate,
            cancellationToken);
        return front;
    }

    /// <param name="upstream">Any URL of the server behind.</param>
    public void ForwardTo(Uri upstream) => _upstream = upstream;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _forwarder.Dispose();
        _certificate.Dispose();
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }
}
