using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests.Connections;

/// <summary>A running product, with people who chat to agents and open the links that agents give them.</summary>
internal sealed class Chat(SandboxProduct product) : IAsyncDisposable
{
    public const string Ada = "ada@acme.example";
    public const string Ben = "ben@acme.example";
    public const string Cho = "cho@acme.example";
    public const string Dev = "dev.rao@gmail.example";

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public SandboxProduct Product { get; } = product;

    public Tenant Tenant => Product.Sandbox.Tenant;

    public Uri Root => new(Product.McpUrl, "./");

    public static async Task<Chat> StartAsync(params (string Key, string? Value)[] settings) => new(await SandboxProduct.StartAsync(
        new SandboxProductOptions { AgentServerSettings = settings.ToDictionary(s => s.Key, s => s.Value) }));

    /// <summary>An agent of this user, whose client shows links in text only.</summary>
    public async Task<McpClient> AgentAsync(string email, string revision = RawMcp.Newest) =>
        await AgentClient.ConnectAsync(Product.McpUrl, await TokenAsync(email), revision, Cancelled);

    /// <summary>An agent whose client declared that it can open links for its user.</summary>
    /// <param name="open">What the user does with the link.</param>
    public async Task<McpClient> AgentAsync(string email, Func<ElicitRequestParams, Task<string>> open, string revision = RawMcp.Newest) =>
        await AgentClient.ConnectAsync(Product.McpUrl, await TokenAsync(email), open, Cancelled, revision);

    public async Task<string> TokenAsync(string email) =>
        (await SignIn.AsAsync(Product, email, "calendar:read mail:read mail:send", Cancelled)).AccessToken;

    /// <param name="providerAccount">The account that they sign in with at a provider, by its key in the world.</param>
    public Person Person(string email, string? providerAccount = null)
    {
        var person = Sandbox.People.Person.From(Tenant.FindUser(email)!, Product.Sandbox.Clock);
        person.ProviderAccount = providerAccount is null ? null : Product.Sandbox.World.Find(providerAccount);
        return person;
    }

    /// <summary>Takes every connected account of a user out of Token Vault, as if there had never been one.</summary>
    public void Forget(string email)
    {
        foreach (var account in AccountsOf(email))
            Tenant.RemoveConnectedAccount(account.Id);
    }

    public IReadOnlyList<ConnectedAccount> AccountsOf(string email) => Tenant.ConnectedAccountsOf(Tenant.FindUser(email)!.Sub);

    public static Uri Link(JsonElement failure) => new(failure.GetProperty("url").GetString()!);

    public static string Code(JsonElement failure) => failure.GetProperty("code").GetString()!;

    /// <summary>A request without any cookie, as a link preview or a stranger makes it.</summary>
    public static Task<HttpResponseMessage> GetAsync(Uri address) => Http.GetAsync(address, Cancelled);

    public static Task<HttpResponseMessage> PostAsync(Uri address, params (string Name, string Value)[] form) => Http.PostAsync(
        address, new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))), Cancelled);

    /// <summary>The server dies, and another takes its place.</summary>
    public Task RestartAsync(params (string Key, string? Value)[] changes) =>
        Product.RestartAgentServerAsync(changes.ToDictionary(c => c.Key, c => c.Value), Cancelled);

    public ValueTask DisposeAsync() => Product.DisposeAsync();
}
