using System.CommandLine;
using Spectre.Console;
using TokenVaultAgent.Evals;

var filter = new Option<string?>("--filter") { Description = "Only scenarios whose id contains this." };
var agents = new Option<string[]>("--agent") { Description = "scripted or gullible; may be repeated. Default: both.", DefaultValueFactory = _ => ["scripted", "gullible"] };
agents.AcceptOnlyFromAmong("scripted", "gullible");
var folder = new Option<string>("--scenarios") { Description = "The folder of scenario files.", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "scenarios") };
var output = new Option<string?>("--out") { Description = "A folder for results.json and junit.xml." };
var baseline = new Option<string?>("--baseline") { Description = "A file of what passed before; without it, everything must pass." };
var writeBaseline = new Option<string?>("--write-baseline") { Description = "Writes what passes now to a file, for --baseline." };
var list = new Option<bool>("--list") { Description = "Lists the scenarios and runs none." };
var root = new RootCommand(
    "Runs agents at scenarios against the whole product on the sandbox, and grades what they leave behind. Exit code 0: all as the baseline says; 1: a regression; 2: could not run.")
{
    filter, agents, folder, output, baseline, writeBaseline, list,
};
root.SetAction((parsed, cancellationToken) => new EvaluateCommand(AnsiConsole.Console).RunAsync(
    new EvaluateOptions(
        parsed.GetValue(folder)!, parsed.GetValue(filter), parsed.GetValue(agents)!, parsed.GetValue(output), parsed.GetValue(baseline), parsed.GetValue(writeBaseline), parsed.GetValue(list)),
    cancellationToken));
return await root.Parse(args).InvokeAsync();
