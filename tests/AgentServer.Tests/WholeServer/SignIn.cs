using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>Logs people in at the sandbox's tenant, as the chat application.</summary>
internal static class SignIn
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler());

    public static Task<IssuedTokens> AsAdaAsync(SandboxProduct product, string scope, CancellationToken cancellationToken) =>
        AsAsync(product, "ada@acme.example", scope, cancellationToken);

    public static async Task<IssuedTokens> AsAsync(SandboxProduct product, string email, string scope, CancellationToken cancellationToken)
    {
        using var person = Person.From(product.Sandbox.Tenant.FindUser(email)!, product.Sandbox.Clock);
        var chat = product.Sandbox.Tenant.ChatClient;
        return await new PublicClient(product.Sandbox.Auth0Url, chat.ClientId, chat.Callbacks[0], Http)
            .LogInAsync(person, product.McpUrl, scope, cancellationToken);
    }
}
