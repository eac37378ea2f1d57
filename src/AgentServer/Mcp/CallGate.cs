using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using TokenVaultAgent.AgentServer.Authentication;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>
/// Decides on the parsed call, whatever the headers say, whether it may begin: the operator has not switched the tool off, and the
/// caller's token covers it. Where the token does not, the HTTP answer is a challenge that names all that the call needs, so that a
/// client can ask for it at once; the body says the same in words, for clients that do not.
/// </summary>
internal sealed class CallGate(
    ToolCatalog catalog, ToolPolicies policies, Challenges challenges, IOptions<StepUpOptions> stepUp, TimeProvider clock, IHttpContextAccessor http)
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
        var policy = policies.Of(tool.Name);
        if (policy.Policy == Policy.Deny)
            throw new ToolFailureException(new ToolFailure(
                FailureCode.Forbidden, "The operator of this server has switched this tool off.", "Do without it."));
        if (!tool.Scopes.All(caller.Scopes.Contains))
            return ValueTask.FromResult(RefuseScopes(tool.Scopes, Challenged(tool.Scopes, caller, context.Server)));
        if (stepUp.Value.HttpChallenge && policy.Policy == Policy.StepUp && !IsFresh(caller, policy.MaxAge))
            return ValueTask.FromResult(RefuseMfa(policy.MaxAge));
        UnreadableCalls.ThrowIfAny(context);
        context.Params!.Arguments = tool.Arguments.Take(context.Params.Arguments);
        return next(context, cancellationToken);
    }

    private bool IsFresh(Caller caller, TimeSpan maxAge) => caller.MfaTime is { } time && clock.GetUtcNow() - time <= maxAge;

    /// <summary>
    /// What the client is told to ask for. Clients of 2026-07-28 add it to what they have; those of before replace what they have by it
    /// (the 2025-11-25 revision recommends to name both), and would lose the calendar to a mail.
    /// </summary>
    private static IEnumerable<string> Challenged(IReadOnlyList<string> needed, Caller caller, McpServer server) =>
        server.IsMrtrSupported ? needed : needed.Union(caller.Scopes.Order(StringComparer.Ordinal));

    private CallToolResult RefuseScopes(IReadOnlyList<string> needed, IEnumerable<string> challenged) => Refuse(
        StatusCodes.Status403Forbidden,
        challenges.ScopeInsufficient(challenged),
        $"The user has not allowed this client to do that yet: the call needs the permission {string.Join(' ', needed)}. The login itself has not expired.",
        "Ask the user to authorize this client for this server again, which asks for that permission, then repeat the call. Where the client cannot "
        + "ask for it, the server's operator can have every login ask for it (setting Mcp:InitialScopes). Where a login that asked for it does not bring "
        + $"it, the operator's {OperatorHelp.Check} tells why.");

    private CallToolResult RefuseMfa(TimeSpan maxAge) => Refuse(
        StatusCodes.Status401Unauthorized,
        challenges.MfaStale(maxAge),
        "The user's last multi-factor authentication is too old for this call.",
        "Ask the user to log in to this client again with multi-factor authentication, then repeat the call.");

    private CallToolResult Refuse(int status, string challenge, string message, string hint)
    {
        var response = http.HttpContext!.Response;
        response.StatusCode = status;
        response.Headers.WWWAuthenticate = challenge;
        return FailureResult.From(new ToolFailure(FailureCode.StepUpRequired, message, hint));
    }
}
