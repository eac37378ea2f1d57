using System.Collections.Concurrent;
using System.Reflection;
using ModelContextProtocol.Server;
using Spectre.Console;
using TokenVaultAgent.Evals.Agents;
using TokenVaultAgent.Evals.Grading;
using TokenVaultAgent.Evals.Reports;
using TokenVaultAgent.Evals.Running;
using TokenVaultAgent.Evals.Scenarios;
using TokenVaultAgent.Evals.Suites;

namespace TokenVaultAgent.Evals;

/// <param name="Scenarios">A folder.</param>
/// <param name="Repeats">How often each agent is run at each scenario.</param>
/// <param name="Model">What <c>--agent model</c> stands for; null where it is not asked for.</param>
internal sealed record EvaluateOptions(
    string Scenarios, string? Filter, IReadOnlyList<string> Agents, string? Output, string? Baseline, string? WriteBaseline, bool List, int Repeats = 1, ModelSource? Model = null, SuiteSource? Suite = null);

/// <param name="Folder">The root of a checkout.</param>
internal sealed record SuiteSource(string Name, string Folder);

/// <summary>Reads everything first, runs in parallel, and reports what there is also where it is cut short.</summary>
internal sealed class EvaluateCommand(IAnsiConsole console)
{
    private const int Regression = 1;
    public const int CouldNotRun = 2;

    public async Task<int> RunAsync(EvaluateOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var suite = options.Suite is { } source ? Suite.Load(source.Name, source.Folder) : null;
            var scenarios = (suite?.Scenarios ?? new ScenarioFiles(ToolNames()).ReadFolder(options.Scenarios))
                .Where(s => options.Filter is null || s.Id.Contains(options.Filter, StringComparison.OrdinalIgnoreCase)).ToList();
            if (scenarios.Count == 0)
                return Refuse($"{options.Suite?.Folder ?? options.Scenarios} holds no scenario{(options.Filter is null ? "" : $" whose id contains {options.Filter}")}.");
            if (suite is not null)
                Tell(suite);
            if (options.List)
                return List(scenarios);
            var baseline = options.Baseline is null ? null : Baseline.Read(options.Baseline);
            if (options.Output is not null)
                Directory.CreateDirectory(options.Output);
            var code = await ReportAsync(options, baseline, await RunAllAsync(options, scenarios, cancellationToken));
            // What was not run has not passed.
            return cancellationToken.IsCancellationRequested ? CouldNotRun : code;
        }
        catch (Exception exception) when (exception is ScenarioException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Refuse(exception.Message);
        }
    }

    private async Task<IReadOnlyList<ReportRun>> RunAllAsync(EvaluateOptions options, IReadOnlyList<Scenario> scenarios, CancellationToken cancellationToken)
    {
        // A round of all after the other: what is cut short has run each scenario about as often.
        var runs = Enumerable.Range(1, options.Repeats)
            .SelectMany(repeat => options.Agents.Distinct().SelectMany(agent => scenarios.Select(scenario => (agent, scenario, repeat)))).ToList();
        var done = new ConcurrentBag<ReportRun>();
        try
        {
            await console.Progress().HideCompleted(true).StartAsync(async progress =>
            {
                var task = progress.AddTask("Scenarios", maxValue: runs.Count);
                await Parallel.ForEachAsync(
                    runs, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount * 2, CancellationToken = cancellationToken },
                    async (run, cancelled) =>
                    {
                        var agent = Agent(run.agent, run.scenario, run.repeat, options.Model);
                        using (agent as IDisposable)
                            done.Add(ReportRun.Of(Score.Of(await ScenarioRun.RunAsync(run.scenario, agent, cancelled)), run.repeat));
                        task.Increment(1);
                    });
            });
        }
        catch (OperationCanceledException)
        {
            console.MarkupLine("[yellow]Cut short: what follows is what was done by then.[/]");
        }

        return [.. done.OrderByDescending(run => run.Agent, StringComparer.Ordinal).ThenBy(run => run.Scenario, StringComparer.Ordinal).ThenBy(run => run.Repeat)];
    }

    private static IAgent Agent(string name, Scenario scenario, int repeat, ModelSource? model) => name switch
    {
        "scripted" => new ScriptedAgent(),
        "gullible" => new GullibleAgent(),
        _ => new ModelAgent(model!.Options, model.Client(scenario, repeat)),
    };

    private async Task<int> ReportAsync(EvaluateOptions options, Baseline? baseline, IReadOnlyList<ReportRun> runs)
    {
        new TableReport(console).Write(runs);
        if (options.Output is not null)
        {
            JsonReport.Write(Path.Combine(options.Output, "results.json"), runs);
            JUnitReport.Write(Path.Combine(options.Output, "junit.xml"), runs, baseline);
            await HtmlReport.WriteAsync(Path.Combine(options.Output, "report.html"), runs);
        }

        if (options.WriteBaseline is not null)
            Baseline.Write(options.WriteBaseline, runs);
        var regressions = baseline?.Regressions(runs) ?? [.. runs.Where(run => !run.Passed).Select(run => run.Name).Distinct()];
        if (regressions.Count == 0)
            return 0;
        console.MarkupLineInterpolated($"[red]{(baseline is null ? "Not passed" : "Passed before and not now")}:[/] {string.Join(", ", regressions)}");
        return Regression;
    }

    private int List(IReadOnlyList<Scenario> scenarios)
    {
        var table = new Table().AddColumns("Scenario", "User", "Attack", "What").Border(TableBorder.Rounded);
        foreach (var scenario in scenarios)
            table.AddRow(Markup.Escape(scenario.Id), scenario.User, scenario.Attack?.Kind ?? "", Markup.Escape(scenario.Title));
        console.Write(table);
        return 0;
    }

    /// <summary>How much of a suite there is, and what the rest of it waits for.</summary>
    private void Tell(Suite suite)
    {
        var (tasks, attacks) = (suite.Scenarios.Count(s => s.Attack is null), suite.Scenarios.Count(s => s.Attack is not null));
        console.MarkupLineInterpolated($"[bold]{suite.Name}[/]: {tasks} tasks can be run, and {attacks} times one of them under an attack. {suite.NotYet.Count} tasks and attacks wait for what does not exist yet:");
        foreach (var need in suite.NotYet.GroupBy(one => string.Join(", ", one.Needs)).OrderByDescending(need => need.Count()))
            console.MarkupLineInterpolated($"  {need.Key}: {string.Join(", ", need.Take(3).Select(one => one.Task))}{(need.Count() > 3 ? $" and {need.Count() - 3} more" : "")}");
    }

    private int Refuse(string why)
    {
        console.MarkupLineInterpolated($"[red]{why}[/]");
        return CouldNotRun;
    }

    /// <summary>As the tools declare them.</summary>
    internal static HashSet<string> ToolNames() => Assembly.Load("Tools").GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
        .Select(method => method.GetCustomAttribute<McpServerToolAttribute>()?.Name).OfType<string>().ToHashSet(StringComparer.Ordinal);
}
