using System.CommandLine;
using Spectre.Console;
using TokenVaultAgent.Evals;
using TokenVaultAgent.Evals.Agents;
using TokenVaultAgent.Evals.Scenarios;
using TokenVaultAgent.Evals.Suites;

var filter = new Option<string?>("--filter") { Description = "Only scenarios whose id contains this." };
var agents = new Option<string[]>("--agent") { Description = "scripted, gullible or model; may be repeated. Default: scripted and gullible.", DefaultValueFactory = _ => ["scripted", "gullible"] };
agents.AcceptOnlyFromAmong("scripted", "gullible", "model");
var model = new Option<string?>("--model") { Description = "The model of --agent model." };
var endpoint = new Option<string?>("--endpoint") { Description = $"The OpenAI-compatible API of --agent model; its key is read from {ModelSource.KeyVariable}." };
var record = new Option<string?>("--record") { Description = "A folder in which the model's answers are kept." };
var replay = new Option<string?>("--replay") { Description = "A folder of kept answers, which are given in the model's place." };
var folder = new Option<string>("--scenarios") { Description = "The folder of scenario files.", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "scenarios") };
var suite = new Option<string?>("--suite") { Description = "A published suite in place of the scenarios: agentdojo or workbench. Its data is read from --data." };
suite.AcceptOnlyFromAmong([.. Suite.Names]);
var data = new Option<string?>("--data") { Description = "The root of a checkout of the suite's repository." };
var output = new Option<string?>("--out") { Description = "A folder for report.html, results.json and junit.xml." };
var baseline = new Option<string?>("--baseline") { Description = "A file of what passed before; without it, everything must pass." };
var writeBaseline = new Option<string?>("--write-baseline") { Description = "Writes what passes now to a file, for --baseline." };
var repeat = new Option<int>("--repeat") { Description = "How often each agent is run at each scenario; one has passed that passes every time.", DefaultValueFactory = _ => 1 };
repeat.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 100)
        result.AddError("--repeat must be from 1 to 100.");
});
var schema = new Option<bool>("--schema") { Description = "Prints the JSON Schema of a scenario and runs none." };
var list = new Option<bool>("--list") { Description = "Lists the scenarios and runs none." };
var root = new RootCommand(
    "Runs agents at scenarios against the whole product on the sandbox, and grades what they leave behind. Exit code 0: all as the baseline says; 1: a regression; 2: could not run.")
{
    filter, agents, repeat, folder, suite, data, output, baseline, writeBaseline, list, schema, model, endpoint, record, replay,
};
// A file or a CI log has no width of its own: Spectre would take 80 columns.
if (Console.IsOutputRedirected)
    AnsiConsole.Profile.Width = 180;
root.SetAction((parsed, cancellationToken) =>
{
    if (parsed.GetValue(schema))
    {
        Console.Out.Write(ScenarioFiles.Schema());
        return Task.FromResult(0);
    }

    try
    {
        var names = parsed.GetValue(agents)!;
        return new EvaluateCommand(AnsiConsole.Console).RunAsync(
            new EvaluateOptions(
                parsed.GetValue(folder)!, parsed.GetValue(filter), names, parsed.GetValue(output), parsed.GetValue(baseline), parsed.GetValue(writeBaseline), parsed.GetValue(list), parsed.GetValue(repeat),
                Model: names.Contains("model") ? ModelSource.From(parsed.GetValue(model), parsed.GetValue(endpoint), parsed.GetValue(record), parsed.GetValue(replay)) : null,
                Suite: SuiteOf(parsed.GetValue(suite), parsed.GetValue(data))),
            cancellationToken);
    }
    catch (InvalidDataException exception)
    {
        AnsiConsole.MarkupLineInterpolated($"[red]{exception.Message}[/]");
        return Task.FromResult(EvaluateCommand.CouldNotRun);
    }
});
return await root.Parse(args).InvokeAsync();

static SuiteSource? SuiteOf(string? name, string? folder) => (name, folder) switch
{
    (null, null) => null,
    (not null, not null) => new SuiteSource(name, folder),
    _ => throw new InvalidDataException("--suite and --data go together, for example --suite agentdojo --data ../agentdojo."),
};
