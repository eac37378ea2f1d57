using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>
/// Fetches a client's metadata document from an address that a stranger chose: https, by name, from a host on the public network, 5 KB at
/// most, no redirect, within seconds.
/// </summary>
internal static class ClientMetadataFetcher
{
    private const int MaxBytes = 5 * 1024;
    private const int MaxUrlBytes = 120;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private static readonly IPNetwork[] Reserved =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "::/127", "64:ff9b::/96", "100::/64", "2001:db8::/32", "fc00::/7", "fe80::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <param name="trusted">Certificates of clients' hosts on this machine's loopback: the one place within the network that is asked.</param>
    /// <exception cref="ClientMetadataException">The document cannot be had.</exception>
    public static async Task<OAuthClient> FetchAsync(Uri url, X509Certificate2Collection trusted, CancellationToken cancellationToken)
    {
        if (url.Scheme != Uri.UriSchemeHttps || url.AbsolutePath.Length < 2 || url.Fragment.Length > 0 || url.Query.Length > 0 || url.UserInfo.Length > 0
            || url.Port == 0 || url.OriginalString.Contains("/.", StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(url.OriginalString) > MaxUrlBytes)
            throw new ClientMetadataException(
                $"A client_id that is a URL must be https, with a path, without fragment, query, user or dot segments, of at most {MaxUrlBytes} bytes.");

        // Auth0 refuses localhost and addresses; clients of demos and tests live there, and are trusted one by one.
        var isTrustedHost = url.IsLoopback && trusted.Count > 0;
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectCallback = (context, cancelled) => ConnectAsync(context, isTrustedHost, cancelled) };
        if (isTrustedHost)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                trusted.Any(one => one.RawDataMemory.Span.SequenceEqual(certificate?.GetRawCertData()));
        using var http = new HttpClient(handler) { MaxResponseContentBufferSize = MaxBytes, Timeout = Longest };
        try
        {
            using var response = await http.GetAsync(url, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new ClientMetadataException($"It was answered with status {(int)response.StatusCode}; a redirect is not followed.");
            return ClientMetadataDocument.Read(url, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            throw new ClientMetadataException(exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                ? $"It has more than {MaxBytes} bytes."
                : $"It cannot be reached: {exception.GetBaseException().Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClientMetadataException($"It did not arrive within {Longest.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>Connects to the very address that was looked at, so that a name cannot mean another one a moment later.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, bool isTrustedHost, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        if (!isTrustedHost && addresses.FirstOrDefault(IsReserved) is not null)
            throw new ClientMetadataException("Its host is not on the public network.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsReserved(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(Reserved, network => network.Contains(plain));
    }
}
