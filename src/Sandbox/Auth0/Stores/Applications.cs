using System.Security.Cryptography.X509Certificates;

namespace TokenVaultAgent.Sandbox.Auth0.Stores;

/// <summary>The tenant's applications, with those that are known by their metadata documents (CIMD), and what each may have of which API.</summary>
internal sealed class Applications(Lock gate)
{
    private readonly X509Certificate2Collection _trustedHosts = [];

    public Store<OAuthClient> Clients { get; } = new(gate, client => client.ClientId);

    public Store<ClientGrant> Grants { get; } = new(gate, grant => (grant.ClientId, grant.Audience, grant.SubjectType));

    /// <summary>By client id, or by the URL of a CIMD client.</summary>
    public OAuthClient? Find(string? id) => Clients.Find(c => c.ExternalClientId is null ? c.ClientId == id : c.ExternalClientId.ToString() == id);

    /// <summary>Documents may come from a host on loopback that shows this certificate.</summary>
    public void Trust(X509Certificate2 certificate)
    {
        lock (gate) _trustedHosts.Add(certificate);
    }

    /// <summary>The client that its metadata document makes; one that is known keeps its id.</summary>
    /// <exception cref="ClientMetadataException">The document cannot be had, or breaks a rule.</exception>
    public async Task<OAuthClient> ReadDocumentAsync(Uri url, CancellationToken cancellationToken)
    {
        X509Certificate2Collection trusted;
        lock (gate) trusted = new X509Certificate2Collection(_trustedHosts);
        var client = await ClientMetadataFetcher.FetchAsync(url, trusted, cancellationToken);
        return Find(url.ToString()) is { } known ? client with { ClientId = known.ClientId } : client;
    }
}
