using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using TokenVaultAgent.AgentServer.Mcp.Asking;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>
/// Holds the operator to their word where a tool does not have its action approved itself: the user then approves the call as it
/// stands, each one anew.
/// </summary>
internal sealed class ApprovalByArguments(ToolCatalog catalog, ToolPolicies policies, ActionApprovals approvals)
{
    private const string AccountArgument = "account";

    /// <summary>An account has many names before it is resolved: a denial counts for all of them.</summary>
    private const string AnyAccount = "*";

    public async ValueTask<CallToolResult> CallAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        RequestContext<CallToolRequestParams> context,
        CancellationToken cancellationToken)
    {
        var call = context.Params!;
        if (catalog.Find(call.Name) is { ResolvesAction: false } tool && policies.Of(tool.Name).NeedsApproval)
            await approvals.EnsureOnceAsync(context.Services!.GetRequiredService<Caller>(), Resolve(tool, call), cancellationToken);
        return await next(context, cancellationToken);
    }

    private static ResolvedAction Resolve(ToolEntry tool, CallToolRequestParams call)
    {
        var arguments = call.Arguments ?? new Dictionary<string, JsonElement>();
        var account = arguments.TryGetValue(AccountArgument, out var named) ? Text(named) : "Any that is connected";
        ActionFact[] facts = [.. arguments.Where(a => a.Key != AccountArgument).Select(a => new ActionFact(a.Key, Text(a.Value)))];
        return new ResolvedAction(tool.Name, AnyAccount, RequestStates.Digest(call), new ActionSummary(tool.Title, account, [], facts, null));
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
