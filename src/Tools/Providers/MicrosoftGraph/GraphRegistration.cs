using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Graph;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware;
using TokenVaultAgent.Tools.Providers.Http;

namespace TokenVaultAgent.Tools.Providers.MicrosoftGraph;

internal static class GraphRegistration
{
    /// <summary>One client over pooled HTTP, without the SDK's own retry, redirect and compression handlers.</summary>
    public static void AddGraph(this IServiceCollection services)
    {
        services.AddProviderHttp(ProviderHttp.Graph, Provider.Microsoft)
            // The SDK's templates percent-encode the names of query parameters; on the wire it is $select, as documented.
            .AddHttpMessageHandler(() => new ParametersNameDecodingHandler());
        services.AddSingleton(CreateClient);
        services.AddSingleton<GraphApi>();
    }

    private static GraphServiceClient CreateClient(IServiceProvider services)
    {
        var root = services.GetRequiredService<IOptions<ProviderOptions>>().Value.GraphUrl.AbsoluteUri.TrimEnd('/');
        var http = services.GetRequiredService<IHttpClientFactory>().CreateClient(ProviderHttp.Graph);
        return new GraphServiceClient(http, new GraphAuthentication(new Uri(root + "/")), root);
    }
}
