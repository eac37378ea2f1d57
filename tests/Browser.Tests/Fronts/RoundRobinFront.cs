namespace TokenVaultAgent.Browser.Tests.Fronts;

/// <summary>A load balancer without affinity: requests go to the servers behind it in turn, whoever sends them.</summary>
/// <remarks>It leaves forwarding headers as they come, so that one that ends TLS can stand before it.</remarks>
internal sealed class RoundRobinFront : IAsyncDisposable
{
    private readonly Forwarder _forwarder = new();
    private LoopbackServer _server = null!;
    private Uri[] _upstreams = [];
    private int _requests = -1;

    private RoundRobinFront()
    {
    }

    /// <summary>Its root, on 127.0.0.1.</summary>
    public Uri Url => _server.Url;

    /// <summary>
    /// Listens at once, so that the servers behind can be told their public URL; <see cref="ForwardTo"/> comes before the first request.
    /// </summary>
    public static async Task<RoundRobinFront> StartAsync(CancellationToken cancellationToken)
    {
        var front = new RoundRobinFront();
        front._server = await LoopbackServer.StartAsync(
            http => front._forwarder.ForwardAsync(http, front.Next()), certificate: null, cancellationToken);
        return front;
    }

    /// <param name="upstreams">Any URL of each of the servers behind.</param>
    public void ForwardTo(params Uri[] upstreams) => _upstreams = upstreams;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _forwarder.Dispose();
    }

    private Uri Next() => _upstreams[(uint)Interlocked.Increment(ref _requests) % _upstreams.Length];
}
