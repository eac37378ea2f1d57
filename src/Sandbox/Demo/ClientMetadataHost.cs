using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Demo;

/// <summary>
/// Serves an MCP client's OAuth client ID metadata document over HTTPS on loopback, as the draft demands of a client_id that is a
/// URL. The certificate is made at start and lives in memory; whoever fetches the document must be given it.
/// </summary>
public sealed class ClientMetadataHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ClientMetadataHost(WebApplication app, X509Certificate2 certificate, Uri redirectUri)
    {
        _app = app;
        Certificate = certificate;
        RedirectUri = redirectUri;
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>Where the authorization response is sent. Nothing listens there: the person's browser stops at it.</summary>
    public Uri RedirectUri { get; }

    /// <summary>The client's id and the address of its document.</summary>
    public Uri DocumentUrl => new(
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/mcp-client.json");

    /// <param name="change">The last word on the document.</param>
    /// <param name="instead">Answers in the place of the document; null for none.</param>
    public static async Task<ClientMetadataHost> StartAsync(
        string clientName, Uri redirectUri, CancellationToken cancellationToken, Action<JsonObject>? change = null, RequestDelegate? instead = null)
    {
        var certificate = CreateCertificate();
        var builder = LoopbackService.Builder(port: 0, listen => listen.UseHttps(certificate));
        var app = builder.Build();
        var host = new ClientMetadataHost(app, certificate, redirectUri);
        app.MapGet("/mcp-client.json", instead ?? Document);
        await app.StartAsync(cancellationToken);
        return host;

        Task Document(HttpContext context)
        {
            var document = new JsonObject
            {
                ["client_id"] = host.DocumentUrl.ToString(),
                ["client_name"] = clientName,
                ["application_type"] = "native",
                ["redirect_uris"] = new JsonArray(redirectUri.ToString()),
                ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
                ["response_types"] = new JsonArray("code"),
                ["token_endpoint_auth_method"] = "none",
            };
            change?.Invoke(document);
            return context.Response.WriteAsJsonAsync(document, context.RequestAborted);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Certificate.Dispose();
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=sandbox client", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }
}
