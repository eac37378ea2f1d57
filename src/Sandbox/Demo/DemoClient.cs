using Microsoft.AspNetCore.WebUtilities;
using ModelContextProtocol.Authentication;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Sandbox.Demo;

/// <summary>A real MCP client that knows the server's address only: it finds the tenant, logs in and steps up by itself.</summary>
internal static class DemoClient
{
    /// <param name="open">What the person does with a link that the server asks them to open.</param>
    public static async Task<McpClient> ConnectAsync(
        Uri mcpUrl, ClientMetadataHost metadata, Person person, Func<Uri, Task> open, CancellationToken cancellationToken)
    {
        var transport = new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = mcpUrl,
            TransportMode = HttpTransportMode.StreamableHttp,
            OAuth = new ClientOAuthOptions
            {
                RedirectUri = metadata.RedirectUri,
                ClientMetadataDocumentUri = metadata.DocumentUrl,
                AuthorizationCallbackHandler = async (context, cancelled) =>
                    AuthorizationResultFrom(await person.AuthorizeAsync(context.AuthorizationUri, context.RedirectUri, cancelled)),
            },
        });
        var options = new McpClientOptions
        {
            Capabilities = new ClientCapabilities { Elicitation = new ElicitationCapability { Url = new UrlElicitationCapability() } },
            Handlers = new McpClientHandlers
            {
                ElicitationHandler = async (request, _) =>
                {
                    await open(new Uri(request!.Url!));
                    return new ElicitResult { Action = "accept" };
                },
            },
        };
        return await McpClient.CreateAsync(transport, options, cancellationToken: cancellationToken);
    }

    private static AuthorizationResult AuthorizationResultFrom(Uri redirect)
    {
        var answer = QueryHelpers.ParseQuery(redirect.Query);
        if (answer.TryGetValue("error", out var error))
            throw new AuthorizationRefusedException(error.ToString(), answer["error_description"].ToString());
        return new AuthorizationResult { Code = answer["code"].ToString(), State = answer["state"].ToString(), Iss = answer["iss"] };
    }
}
