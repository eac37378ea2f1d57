using ModelContextProtocol.Protocol;
using TokenVaultAgent.AgentServer.Mcp.Asking;

namespace TokenVaultAgent.AgentServer.Tests.Mcp;

public sealed class AskerTests
{
    [Theory]
    [InlineData("https://claude.ai/oauth/client.json", "Anything", "https://claude.ai")]
    [InlineData("https://127.0.0.1:8443/mcp-client.json", null, "https://127.0.0.1:8443")]
    [InlineData("tpc_4fKx", "Code Helper", "Code Helper")]
    [InlineData(null, "  Code Helper ", "Code Helper")]
    [InlineData("tpc_4fKx", "https://claude.ai", null)]
    [InlineData("tpc_4fKx", "HTTPS://claude.ai", null)]
    [InlineData("http://claude.ai/client.json", " ", null)]
    [InlineData("tpc_4fKx", null, null)]
    [InlineData("tpc_4fKx", "Code\0Helper", null)]
    [InlineData("tpc_4fKx", "Code\nHelper", null)]
    public void It_is_at_home_where_the_tenant_found_it_or_is_called_what_it_says(string? clientId, string? name, string? asker)
    {
        Assert.Equal(asker, Asker.Of(clientId, name is null ? null : new Implementation { Name = name, Version = "1" }));
    }

    [Fact]
    public void No_character_is_cut_in_half()
    {
        Assert.Equal(63, Asker.Of(null, new Implementation { Name = new string('y', 63) + "\U0001F600", Version = "1" })!.Length);
    }

    [Fact]
    public void A_long_name_is_cut()
    {
        Assert.Equal(64, Asker.Of(null, new Implementation { Name = "x", Title = new string('y', 1000), Version = "1" })!.Length);
    }
}
