using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using TokenVaultAgent.AgentServer.Authentication;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>
/// Decides on the parsed call, whatever the headers say, whether the caller's token covers it. Where it does not, the HTTP answer is
/// 403 with a challenge that names every scope the call needs, so that a client can ask for them at once; the body says the same in
/// words, for clients that do not.
/// </summary>
internal sealed class ScopeGate(ToolCatalog catalog, Challenges challenges, IHttpContextAccessor http)
{
    public ValueTask<CallToolResult> CallAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        RequestContext<CallToolRequestParams> context,
        CancellationToken cancellationToken)
    {
        // A tool that does not exist is the SDK's to refuse.
        if (catalog.Find(context.Params?.Name) is not { } tool)
            return next(context, cancellationToken);

        var caller = context.Services!.GetRequiredService<Caller>();
        if (!tool.Scopes.All(caller.Scopes.Contains))
            return ValueTask.FromResult(Refuse(tool.Scopes));
        if (tool.Arguments.Check(context.Params!.Arguments) is { } fault)
            throw new ToolFailureException(fault);
        return next(context, cancellationToken);
    }

    private CallToolResult Refuse(IReadOnlyList<string> scopes)
    {
        var response = http.HttpContext!.Response;
        response.StatusCode = StatusCodes.Status403Forbidden;
        response.Headers.WWWAuthenticate = challenges.ScopeInsufficient(scopes);
        return FailureResult.From(new ToolFailure(
            FailureCode.StepUpRequired,
            $"The access token lacks a scope: this call needs {string.Join(' ', scopes)}.",
            "Ask the user to authorize this client again with these scopes, then repeat the call."));
    }
}
