using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests.Peers;

/// <summary>The official TypeScript SDK, which most MCP clients are built on, unmodified.</summary>
public sealed class TypeScriptSdkTests(RunningProduct running) : IClassFixture<RunningProduct>
{
    [Fact]
    public async Task Its_user_is_sent_to_the_tenant_for_this_resource_and_its_client_gets_in()
    {
        NodePeers.SkipWhereMissing();
        var (product, cancellationToken) = (running.Product, TestContext.Current.CancellationToken);
        var chat = product.Sandbox.Tenant.ChatClient;
        using var process = NodePeers.StartScript("typescript-sdk.cjs", product.McpUrl.ToString(), chat.ClientId, chat.Callbacks[0].ToString());
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);

        var authorize = new Uri((await ReadAsync(process, errors, cancellationToken)).GetProperty("authorize").GetString()!);
        using var ada = Person.From(product.Sandbox.Tenant.FindUser("ada@acme.example")!, product.Sandbox.Clock);
        var answer = await ada.AuthorizeAsync(authorize, chat.Callbacks[0], cancellationToken);
        await process.StandardInput.WriteLineAsync(answer.ToString());
        var tools = (await ReadAsync(process, errors, cancellationToken)).GetProperty("tools");

        var query = QueryHelpers.ParseQuery(authorize.Query);
        Assert.Equal(new Uri(product.Sandbox.Auth0Url, "authorize").ToString(), authorize.GetLeftPart(UriPartial.Path));
        Assert.Equal(product.McpUrl.ToString(), query["resource"]);
        Assert.Equal("calendar:read mail:read", query["scope"]);
        Assert.Contains("calendar_list_events", tools.EnumerateArray().Select(tool => tool.GetString()));
    }

    private static async Task<JsonElement> ReadAsync(System.Diagnostics.Process process, Task<string> errors, CancellationToken cancellationToken) =>
        await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line
            ? JsonElement.Parse(line)
            : throw new InvalidOperationException(await errors);
}
