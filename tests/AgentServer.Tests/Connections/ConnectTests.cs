using System.Text.Json;
using ModelContextProtocol.Client;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests.Connections;

/// <summary>From an agent's call through the user's browser and back: the link in the failure's text.</summary>
public sealed class ConnectTests : IAsyncLifetime
{
    private SandboxProduct _product = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _product = await SandboxProduct.StartAsync(new SandboxProductOptions());

    public ValueTask DisposeAsync() => _product.DisposeAsync();

    [Fact]
    public async Task A_user_connects_through_the_link_and_the_retry_succeeds()
    {
        await using var client = await ConnectAsync("dev.rao@gmail.example");
        using var dev = Person("dev.rao@gmail.example", "dev-google");
        var failure = await client.FailAsync("calendar_list_events", new { account = "google" }, Cancelled);

        var page = await dev.BrowseAsync(Link(failure), Cancelled);

        Assert.Equal("connect_required", failure.GetProperty("code").GetString());
        Assert.Equal("Connected", page.Heading);
        Assert.Contains("dev.rao@gmail.example", page.Text, StringComparison.Ordinal);
        var events = await client.CallAsync("calendar_list_events", new { account = "google" }, Cancelled);
        Assert.Equal(JsonValueKind.Array, events.GetProperty("events").ValueKind);
    }

    private static Uri Link(JsonElement failure) => new(failure.GetProperty("url").GetString()!);

    private Person Person(string email, string? worldKey)
    {
        var person = Sandbox.People.Person.From(_product.Sandbox.Tenant.FindUser(email)!, _product.Sandbox.Clock);
        person.ProviderAccount = worldKey is null ? null : _product.Sandbox.World.Find(worldKey);
        return person;
    }

    private async Task<McpClient> ConnectAsync(string email, string revision = RawMcp.Newest) => await AgentClient.ConnectAsync(
        _product.McpUrl, (await SignIn.AsAsync(_product, email, "calendar:read mail:read mail:send", Cancelled)).AccessToken, revision, Cancelled);
}
