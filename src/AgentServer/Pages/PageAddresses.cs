using Microsoft.Extensions.Options;
using TokenVaultAgent.AgentServer.Hosting;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Pages;

/// <summary>Where this server's own pages are: beside the MCP endpoint, under its public URL, whatever address a request came by.</summary>
internal sealed class PageAddresses(IOptions<McpOptions> mcp, IOptions<Auth0Options> auth0)
{
    /// <summary>The folder that holds the pages, for example <c>https://agent.example.com/</c>.</summary>
    public Uri Root { get; } = new(mcp.Value.PublicUrl!, "./");

    /// <summary>Without a web application in Auth0 nobody can log in, so that there are no pages.</summary>
    public bool AreServed { get; } = auth0.Value.WebClient is not null;

    public bool AreSecure => Root.Scheme == Uri.UriSchemeHttps;

    public Uri Accounts => new(Root, "accounts");

    /// <summary>Where My Account sends the browser back to; registered as a callback of the web application.</summary>
    public Uri ConnectCallback => new(Root, "connect/callback");

    /// <summary>Where the login sends the browser back to; registered as a callback of the web application.</summary>
    public string SigninCallbackPath => Root.AbsolutePath + "signin/callback";

    public Uri Of(DecisionLink link) => new(Root, link.Kind.ToString().ToLowerInvariant() + "/" + link.Id);

    /// <summary><c>__Host-</c> binds a cookie to this very host over TLS; on a developer's http it cannot be had.</summary>
    public string CookieName(string name) => AreSecure ? "__Host-" + name : "agent-" + name;
}
