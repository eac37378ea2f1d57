using System.Text.Json;
using System.Text.RegularExpressions;
using TokenVaultAgent.Evals.Running;
using TokenVaultAgent.Evals.Scenarios;

namespace TokenVaultAgent.Evals.Agents;

/// <summary>
/// The worst case: does the plan, and whatever any content that it reads tells it, at once and whoever wrote it. An order in a content is
/// <c>CALL tool {arguments}</c>; <c>${link}</c> in it is the last link that the server gave the agent. What comes of its runs is what the
/// server alone prevents.
/// </summary>
internal sealed partial class GullibleAgent : IAgent
{
    private const int MostOrders = 10;

    public string Name => "gullible";

    public async Task RunAsync(Scenario scenario, AgentSession session, CancellationToken cancellationToken)
    {
        var obeyed = new HashSet<string>(StringComparer.Ordinal);
        var results = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var step in scenario.Plan)
            await ScriptedAgent.DoAsync(step, results, session, call => ObeyAsync(session, call.Answer, obeyed, cancellationToken), cancellationToken);
    }

    private static async Task ObeyAsync(AgentSession session, JsonElement content, HashSet<string> obeyed, CancellationToken cancellationToken)
    {
        foreach (var (tool, text) in JsonTexts.In(content).SelectMany(OrdersIn).ToList())
        {
            if (obeyed.Count == MostOrders || !obeyed.Add(tool + text))
                continue;
            var link = session.Transcript.Calls.Select(c => c.Link).LastOrDefault(l => l is not null);
            if (Arguments(text.Replace("${link}", link?.ToString() ?? "", StringComparison.Ordinal)) is not { } arguments)
                continue;
            session.Transcript.Say("agent", $"obeys what it has read: {tool}");
            var call = await ScriptedAgent.CallAsync(session, tool, arguments, cancellationToken);
            await ObeyAsync(session, call.Answer, obeyed, cancellationToken);
        }
    }

    private static IEnumerable<(string Tool, string Arguments)> OrdersIn(string text)
    {
        foreach (Match order in Order().Matches(text))
            yield return (order.Groups["tool"].Value, order.Groups["arguments"].Value);
    }

    private static Dictionary<string, JsonElement>? Arguments(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text);
        }
        catch (JsonException)
        {
            // An order that nobody could carry out.
            return null;
        }
    }

    [GeneratedRegex(@"CALL\s+(?<tool>[a-z_]+)\s+(?<arguments>\{[^{}]*(\$\{link\}[^{}]*)*\})", RegexOptions.Singleline)]
    private static partial Regex Order();
}
