using System.Text.Json;
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
