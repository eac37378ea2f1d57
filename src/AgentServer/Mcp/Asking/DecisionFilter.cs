using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using TokenVaultAgent.AgentServer.Pages;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Safety.Ciba;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Mcp.Asking;

/// <summary>
/// Turns a failure that the user can mend into a question to the user, in the form that the client understands: an input-required
/// result (MCP 2026-07-28), error -32042 (2025-11-25, URL elicitation), or a link in the failure's text. Never in a form that the client
/// did not declare. What a client says about its user's answer proves nothing: the server looks at its own record.
/// </summary>
internal sealed class DecisionFilter(
    DecisionLinks links, ActionApprovals approvals, PhoneApprovals phones, RequestStates states, PageAddresses pages, IOptions<DecisionOptions> options, TimeProvider clock)
{
    /// <summary>Clients give up after about ten rounds; the last that is of use ends with the link in words.</summary>
    private const int MaxRounds = 8;

    private const string InputName = "consent";

    public async ValueTask<CallToolResult> CallAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        RequestContext<CallToolRequestParams> context,
        CancellationToken cancellationToken)
    {
        var call = context.Params!;
        var caller = context.Services!.GetRequiredService<Caller>();
        var state = call.RequestState is { } text ? Read(text, caller, call) : null;
        if (state is not null && await WaitAsync(state, call, cancellationToken) is { } stillOpen)
            throw stillOpen;
        try
        {
            return await next(context, cancellationToken);
        }
        catch (ToolFailureException exception) when (exception.Failure.Decision is DecisionNeeded needed && pages.AreServed)
        {
            var link = await LinkAsync(caller, needed, context, cancellationToken);
            if (link.IsRefused)
                throw Refused(exception.Failure, link);
            if (link.Kind != DecisionKind.Approve || !phones.AreOn)
                throw Ask(exception.Failure, needed, link, state, context, caller);
            (link, var wasAsked) = await phones.AskAsync(caller, link, Progress(context), cancellationToken);
            if (link.State == DecisionState.Open)
            {
                var failure = wasAsked ? Words.TooLate() : exception.Failure;
                throw link.IsOpen(clock.GetUtcNow()) ? Ask(failure, needed, link, state, context, caller) : new ToolFailureException(failure);
            }
        }

        return await AfterPhoneAsync(next, context, cancellationToken);
    }

    private Task<DecisionLink> LinkAsync(
        Caller caller, DecisionNeeded needed, RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        var asked = needed with { AskedBy = Asker.Of(caller.ClientId, context.Server.ClientInfo) };
        return asked is ApprovalNeeded approval
            ? approvals.AskAsync(caller.Owner, approval, cancellationToken)
            : links.AskAsync(caller.Owner, asked, cancellationToken);
    }

    /// <summary>The user has answered on the phone: the call itself shows how.</summary>
    private async ValueTask<CallToolResult> AfterPhoneAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next, RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        try
        {
            return await next(context, cancellationToken);
        }
        catch (ToolFailureException exception) when (exception.Failure.Decision is ApprovalNeeded needed)
        {
            var link = await LinkAsync(context.Services!.GetRequiredService<Caller>(), needed, context, cancellationToken);
            throw link.IsRefused ? Refused(exception.Failure, link) : new ToolFailureException(Words.Asking(exception.Failure, link, pages));
        }
    }

    /// <summary>A link that was refused and is given in the place of a new one.</summary>
    private ToolFailureException Refused(ToolFailure failure, DecisionLink link) =>
        new(Words.Refused(failure, link, options.Value.RefusedUntil(link)!.Value, clock.GetUtcNow(), pages));

    /// <summary>For clients that asked for progress; the words are this server's own.</summary>
    private static Func<string, Task> Progress(RequestContext<CallToolRequestParams> context)
    {
        var told = 0;
        return words => context.Params!.ProgressToken is { } token
            ? context.Server.NotifyProgressAsync(token, new ProgressNotificationValue { Progress = ++told, Message = words })
            : Task.CompletedTask;
    }

    private RequestState Read(string text, Caller caller, CallToolRequestParams call) =>
        states.Read(text) is { } state && state.Owner == caller.Owner && state.Digest == RequestStates.Digest(call)
            ? state
            : throw new ToolFailureException(ToolFailure.InvalidInput(
                "requestState", "is expired, or not what this server gave for this call", "repeat the call without it"));

    /// <summary>Null once the user has decided, or can no longer: then the call itself shows how things stand.</summary>
    private async Task<Exception?> WaitAsync(RequestState state, CallToolRequestParams call, CancellationToken cancellationToken)
    {
        var isRefused = call.InputResponses?.TryGetValue(InputName, out var response) is true
            && response.Deserialize(InputResponse.ElicitResultJsonTypeInfo) is { IsAccepted: false };
        var link = isRefused
            ? await links.FindAsync(state.LinkId, cancellationToken)
            : await links.WaitAsync(state.LinkId, cancellationToken);
        if (link is null || !link.IsOpen(clock.GetUtcNow()))
            return null;
        return isRefused || state.Round >= MaxRounds
            ? new ToolFailureException(Words.Waiting(link, pages))
            // The client has shown the link already: it is only asked to call again.
            : new InputRequiredException(new InputRequiredResult { RequestState = states.Write(state with { Round = state.Round + 1 }) });
    }

    private Exception Ask(
        ToolFailure failure, DecisionNeeded needed, DecisionLink link, RequestState? state, RequestContext<CallToolRequestParams> context, Caller caller)
    {
        var asking = Words.Asking(failure, link, pages);
        if (context.Server.ClientCapabilities?.Elicitation?.Url is null || state is { Round: >= MaxRounds })
            return new ToolFailureException(asking);

        var elicitation = new ElicitRequestParams
        {
            Mode = "url",
            ElicitationId = link.Id,
            Url = pages.Of(link).ToString(),
            Message = Words.ForUser(needed),
        };
        if (!context.Server.IsMrtrSupported)
            return new UrlElicitationRequiredException(asking.Message, [elicitation]);
        return new InputRequiredException(
            new Dictionary<string, InputRequest> { [InputName] = InputRequest.ForElicitation(elicitation) },
            states.Write(new RequestState(caller.Owner, RequestStates.Digest(context.Params!), link.Id, (state?.Round ?? 0) + 1, default)));
    }
}
