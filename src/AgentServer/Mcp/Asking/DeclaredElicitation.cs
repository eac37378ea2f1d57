using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace TokenVaultAgent.AgentServer.Mcp.Asking;

/// <summary>
/// Remembers, without keeping anything, whether a client of a revision before 2026-07-28 declared URL elicitation when it initialized:
/// the session id that such a client sends back with each request is that fact, protected. A client of the newer revision declares it
/// with each request.
/// </summary>
internal sealed class DeclaredElicitation(IDataProtectionProvider protection, IHttpContextAccessor http)
{
    private const string SessionHeader = "Mcp-Session-Id";
    private const string UrlElicitation = "elicitation.url";

    private static readonly ClientCapabilities Declared = new() { Elicitation = new ElicitationCapability { Url = new UrlElicitationCapability() } };

    private readonly IDataProtector _protector = protection.CreateProtector("mcp.session.v1");

    /// <summary>Looks at each message on its way in; an <c>initialize</c> that declares URL elicitation is answered with a session id.</summary>
    public void Note(JsonRpcMessage message)
    {
        if (message is JsonRpcRequest { Method: RequestMethods.Initialize, Params: JsonObject parameters }
            && parameters["capabilities"]?["elicitation"]?["url"] is not null && http.HttpContext is { Response.HasStarted: false } context)
            context.Response.Headers[SessionHeader] = _protector.Protect(UrlElicitation);
    }

    /// <summary>Takes a session id of ours out of a request: the SDK, stateless, refuses any.</summary>
    public void Take(HttpContext context)
    {
        if (context.Request.Headers[SessionHeader] is not [{ Length: > 0 } session] || !IsOurs(session))
            return;
        context.Request.Headers.Remove(SessionHeader);
        context.Features.Set(Declared);
    }

    /// <summary>Tells the SDK what the client of this request declared.</summary>
    public static void Apply(HttpContext context, McpServerOptions options)
    {
        if (context.Features.Get<ClientCapabilities>() is { } declared)
            options.KnownClientCapabilities = declared;
    }

    private bool IsOurs(string session)
    {
        try
        {
            return _protector.Unprotect(session) == UrlElicitation;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
