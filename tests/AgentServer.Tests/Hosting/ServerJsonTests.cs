using System.Text.Json;
using TokenVaultAgent.AgentServer.Hosting;

namespace TokenVaultAgent.AgentServer.Tests.Hosting;

/// <summary>What <c>server.json</c> may hold, by the registry's schema of 2025-12-11, and what of it must be true.</summary>
public sealed class ServerJsonTests
{
    private static readonly JsonElement Server = JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Root, "server.json")));

    [Fact]
    public void It_keeps_to_the_registrys_schema()
    {
        Assert.Equal("https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json", Text("$schema"));
        Assert.Matches("^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$", Text("name"));
        Assert.InRange(Text("title").Length, 1, 100);
        Assert.InRange(Text("description").Length, 1, 100);
        Assert.Empty(Server.EnumerateObject().Select(m => m.Name).Except(["$schema", "name", "title", "description", "version", "remotes"]));
    }

    [Fact]
    public void It_tells_this_version_and_where_its_endpoint_is()
    {
        var remote = Assert.Single(Server.GetProperty("remotes").EnumerateArray());
        var url = remote.GetProperty("url").GetString()!;
        foreach (var variable in remote.GetProperty("variables").EnumerateObject())
            url = url.Replace($"{{{variable.Name}}}", variable.Value.GetProperty("placeholder").GetString(), StringComparison.Ordinal);

        Assert.Equal(typeof(McpOptions).Assembly.GetName().Version!.ToString(3), Text("version"));
        Assert.Equal("streamable-http", remote.GetProperty("type").GetString());
        Assert.Equal(new Uri($"https://agent.example.com{McpOptionsValidator.Path}"), new Uri(url));
    }

    private static string Text(string member) => Server.GetProperty(member).GetString()!;
}
