using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Graph;
using Microsoft.Kiota.Abstractions;

namespace TokenVaultAgent.Tools.Providers.MicrosoftGraph;

/// <summary>
/// Microsoft Graph for all users. Every request names its <see cref="GraphToken"/> and its <c>$select</c>:
/// <code>graph.SendAsync(g => g.Me.GetAsync(r => { r.Options.Add(new GraphToken(token)); r.QueryParameters.Select = ["id"]; }, ct))</code>
/// </summary>
internal sealed class GraphApi(GraphServiceClient client)
{
    /// <exception cref="ProviderException">Graph refused, did not answer, or answered what cannot be read.</exception>
    public async Task<T> SendAsync<T>(Func<GraphServiceClient, Task<T?>> call) where T : class
    {
        try
        {
            return await call(client).ConfigureAwait(false) ?? throw ProviderException.MalformedAnswer(Provider.Microsoft);
        }
        catch (Exception exception) when (exception is ApiException or JsonException or FormatException)
        {
            // Refusals never reach the SDK. What cannot be read may be quoted in these, so they are not kept.
            throw ProviderException.MalformedAnswer(Provider.Microsoft);
        }
    }

    /// <summary>
    /// Reads what the SDK asks for into a shape of this server's: the SDK's own models keep count of every change to them, and to read them costs
    /// ten times as much (docs/benchmarks.md).
    /// </summary>
    /// <exception cref="ProviderException">As above.</exception>
    public Task<T> ReadAsync<T>(Func<GraphServiceClient, RequestInformation> request, JsonTypeInfo<T> shape, CancellationToken cancellationToken) where T : class =>
        SendAsync(async g =>
        {
            if (await g.RequestAdapter.SendPrimitiveAsync<Stream>(request(g), cancellationToken: cancellationToken).ConfigureAwait(false) is not { } answer)
                return null;
            await using (answer.ConfigureAwait(false))
                return await JsonSerializer.DeserializeAsync(answer, shape, cancellationToken).ConfigureAwait(false);
        });

    /// <summary>For calls that answer nothing, such as <c>send</c>.</summary>
    /// <exception cref="ProviderException">Graph refused or did not answer.</exception>
    public async Task SendNoContentAsync(Func<GraphServiceClient, Task> call)
    {
        try
        {
            await call(client).ConfigureAwait(false);
        }
        catch (ApiException)
        {
            throw ProviderException.MalformedAnswer(Provider.Microsoft);
        }
    }
}
