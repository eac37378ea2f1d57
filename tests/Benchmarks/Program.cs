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

if (args is [Child.Baseline, var url, var provider, var issuer, var audience, var providerUrl])
{
    await Baseline.RunAsync(url, provider, new Uri(issuer), audience, new Uri(providerUrl));
    return 0;
}

if (args is [Child.Providers, var providersUrl])
{
    await StaticProviders.RunAsync(providersUrl);
    return 0;
}

var seconds = new Option<int>("--seconds") { Description = "Length of one measurement.", DefaultValueFactory = _ => 5 };
var rounds = new Option<int>("--rounds") { Description = "Measurements of each server; the median is reported.", DefaultValueFactory = _ => 3 };
var only = new Option<string>("--only") { Description = "Only the workloads whose name holds this, such as google." };
var parts = new Option<Parts>("--parts") { Description = "Calls to a server that is warm, the first calls after a start, or both." };
var published = new Option<FileInfo>("--published") { Description = "This server's program as it is published, in place of this build's." };
var report = new Option<FileInfo>("--report") { Description = "Puts tables and chart into this Markdown file, such as docs/benchmarks.md, between its marks." };
var root = new RootCommand("Measures reading tools with a warm token, and the first call after a start, against a bare SDK server, as ratios in one run.")
{
    seconds, rounds, only, parts, published, report,
};
root.SetAction((parsed, cancellationToken) => Comparison.RunAsync(
    TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), parsed.GetValue(only) ?? "", parsed.GetValue(parts), parsed.GetValue(published), parsed.GetValue(report), cancellationToken));
var markup = new Command("markup", "Measures what mail costs to read by its shape and size, hostile shapes among them.");
markup.SetAction(_ => MarkupCost.Run());
root.Subcommands.Add(markup);
var memory = new Command("memory", "Measures what a user costs in memory while their provider token is kept.");
memory.SetAction(_ => CacheSize.RunAsync());
root.Subcommands.Add(memory);
var allocations = new Command("allocations", "Measures what the parts of a call allocate.");
allocations.SetAction(_ => Allocations.Run());
root.Subcommands.Add(allocations);
return await root.Parse(args).InvokeAsync();
