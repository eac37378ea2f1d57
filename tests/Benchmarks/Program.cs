using System.CommandLine;
using TokenVaultAgent.AgentServer;
using TokenVaultAgent.Benchmarks;

// The servers run as child processes of this very program, so that each one's CPU time can be read and none shares a heap with the load.
if (args is [Child.AgentServer])
{
    var app = AgentServerHost.Build([], builder => builder.Logging.ClearProviders());
    await app.RunAsync();
    return 0;
}

if (args is [Child.Baseline, var url, var issuer, var audience, var provider])
{
    await Baseline.RunAsync(url, new Uri(issuer), audience, new Uri(provider));
    return 0;
}

if (args is [Child.Google, var googleUrl, var address])
{
    await StaticGoogle.RunAsync(googleUrl, address);
    return 0;
}

var seconds = new Option<int>("--seconds") { Description = "Length of one measurement.", DefaultValueFactory = _ => 5 };
var rounds = new Option<int>("--rounds") { Description = "Measurements of each server; the median is reported.", DefaultValueFactory = _ => 3 };
var root = new RootCommand("Measures calendar_list_events with a warm token against a bare SDK server, as ratios in one run.") { seconds, rounds };
root.SetAction((parsed, cancellationToken) => Comparison.RunAsync(
    TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), cancellationToken));
var markup = new Command("markup", "Measures what mail costs to read by its shape and size, hostile shapes among them.");
markup.SetAction(_ => MarkupCost.Run());
root.Subcommands.Add(markup);
return await root.Parse(args).InvokeAsync();
