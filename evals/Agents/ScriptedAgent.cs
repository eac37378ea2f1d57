using System.Text.Json;
using TokenVaultAgent.Evals.Running;
using TokenVaultAgent.Evals.Scenarios;

namespace TokenVaultAgent.Evals.Agents;

/// <summary>
/// Does what the plan says and what failures ask for: gives the user a link and repeats the call, waits where it is told to, and tries no
/// more than that. It reads content and never obeys it.
/// </summary>
internal sealed class ScriptedAgent : IAgent
{
    private const int MostTries = 3;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly string[] AskUser = ["connect_required", "consent_required", "approval_required"];

    public string Name => "scripted";

    public async Task RunAsync(Scenario scenario, AgentSession session, CancellationToken cancellationToken)
    {
        var results = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var step in scenario.Plan)
            if (!await DoAsync(step, results, session, _ => Task.CompletedTask, cancellationToken))
                return;
    }

    /// <param name="read">What comes of reading an answer.</param>
    /// <returns>False, and said so, where an earlier result does not have what the step needs.</returns>
    internal static async Task<bool> DoAsync(
        PlanStep step, Dictionary<string, JsonElement> results, AgentSession session, Func<ToolCall, Task> read, CancellationToken cancellationToken)
    {
        if (Items(step, results) is not { } items)
            return Lacks(session, step);
        foreach (var item in items)
        {
            results["item"] = item;
            if (!References.TryResolve(step.With, results, out var arguments))
                return Lacks(session, step);
            var call = await CallAsync(session, step.Call, arguments, cancellationToken);
            if (step.As is not null)
                results[step.As] = call.Answer;
            await read(call);
        }

        return true;
    }

    /// <summary>Once, without an item, or once for each; null where there is no such list.</summary>
    private static List<JsonElement>? Items(PlanStep step, Dictionary<string, JsonElement> results) =>
        step.Each is null ? [default]
        : References.Find(step.Each, results) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()]
        : null;

    private static bool Lacks(AgentSession session, PlanStep step)
    {
        session.Transcript.Say("agent", $"cannot call {step.Call}: an earlier result does not have what the call needs");
        return false;
    }

    internal static async Task<ToolCall> CallAsync(
        AgentSession session, string tool, IReadOnlyDictionary<string, JsonElement> arguments, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var call = await session.CallAsync(tool, arguments, cancellationToken);
            if (tries == MostTries)
                return call;
            if (AskUser.Contains(call.Code) && call.Link is { } link)
                await session.GiveLinkAsync(link, cancellationToken);
            else if (call.Code is "rate_limited" or "provider_unavailable")
                await Task.Delay(Wait(call.Answer), cancellationToken);
            else
                return call;
        }
    }

    private static TimeSpan Wait(JsonElement failure)
    {
        var asked = failure.TryGetProperty("retry_after_seconds", out var seconds) ? TimeSpan.FromSeconds(seconds.GetInt32()) : TimeSpan.FromSeconds(1);
        return asked < LongestWait ? asked : LongestWait;
    }
}
