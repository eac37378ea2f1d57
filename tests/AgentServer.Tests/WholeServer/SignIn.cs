using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>Logs people in at the sandbox's tenant, as the chat application.</summary>
internal static class SignIn
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler());

    public static Task<IssuedTokens> AsAdaAsync(SandboxProduct product, string scope, CancellationToken cancellationToken) =>
        AsAsync(product, "ada@acme.example", scope, cancellationToken);

    public static Task<IssuedTokens> AsAsync(SandboxProduct product, string email, string scope, CancellationToken cancellationToken) =>
        AsAsync(product.Sandbox, product.McpUrl, email, scope, cancellationToken);

    public static async Task<IssuedTokens> AsAsync(SandboxHost sandbox, Uri mcpUrl, string email, string scope, CancellationToken cancellationToken)
    {
        using var person = Person.From(sandbox.Tenant.FindUser(email)!, sandbox.Clock);
        var chat = sandbox.Tenant.ChatClient;
        return await new PublicClient(sandbox.Auth0Url, chat.ClientId, chat.Callbacks[0], Http)
            .LogInAsync(person, mcpUrl, scope, cancellationToken);
    }
}
