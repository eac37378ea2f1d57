using NJsonSchema;
using TokenVaultAgent.Evals.Scenarios;

namespace TokenVaultAgent.Evals.Tests;

/// <summary>A scenario that cannot be run is refused by file and line, and with the mend.</summary>
public sealed class ScenarioFileTests
{
    private const string Good =
        """
        title: The week
        user: ada@acme.example
        prompts: [What is on?]
        plan:
          - call: calendar_list_events
            with: {limit: 3, account: google, query: "7"}
        """;

    private static readonly ScenarioFiles Files = new(new HashSet<string> { "calendar_list_events", "mail_send_message" });

    [Fact]
    public void What_the_file_says_is_what_runs()
    {
        var scenario = Files.Read("read-the-week.yaml", Good);

        Assert.Equal(("read-the-week", "The week"), (scenario.Id, scenario.Title));
        var step = Assert.Single(scenario.Plan);
        Assert.Equal(3, step.With!["limit"].GetInt32());
        // What is in quotes is a text, whatever it looks like.
        Assert.Equal("7", step.With["query"].GetString());
    }

    public static readonly TheoryData<string, string, string> Faults = new()
    {
        { "user: ada@acme.example", "user: eve@acme.example", "x.yaml:2: eve@acme.example is no user of the tenant: ada@acme.example" },
        { "title: The week", "titel: The week", "x.yaml:1: titel is no field" },
        { "title: The week\n", "", "x.yaml:1: " },
        { "call: calendar_list_events", "call: calendar_list", "x.yaml:5: calendar_list is no tool: calendar_list_events, mail_send_message." },
        { "with: {", "wiht: {", "x.yaml:" },
        { "prompts: [What is on?]", "prompts: What is on?", "x.yaml:3: " },
        { "prompts: [What is on?]", "prompts: [What", "x.yaml:" },
        { "prompts: [What is on?]", "prompts: [a]\nworld: {disconnected: [ada-yahoo]}", "x.yaml:4: ada-yahoo is no account of the seed" },
        { "prompts: [What is on?]", "prompts: [a]\nperson: {approval: maybe}", "x.yaml:4: must be one of careful, careless" },
        { "prompts: [What is on?]", "prompts: [a]\nfaults:\n  - {service: yahoo, status: 503}", "x.yaml:5: must be one of auth0" },
        { "prompts: [What is on?]", "prompts: [a]\nmax_calls: many", "x.yaml:4: " },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_cannot_be_run_is_told_by_its_line(string what, string instead, string told)
    {
        var refusal = Assert.Throws<ScenarioException>(() => Files.Read("x.yaml", Good.Replace(what, instead, StringComparison.Ordinal)));

        Assert.StartsWith(told, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_published_schema_is_what_is_read_and_every_scenario_keeps_to_it()
    {
        var published = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "evals", "scenario.schema.json"), TestContext.Current.CancellationToken);
        var schema = await JsonSchema.FromJsonAsync(published, TestContext.Current.CancellationToken);

        Assert.Equal(ScenarioFiles.Schema(), published);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "evals", "scenarios")))
            Assert.Empty(schema.Validate(YamlDocument.Parse(file, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Json!.ToJsonString()));
        Assert.NotEmpty(schema.Validate("""{"title":"x","user":"y","prompts":["z"],"plan":[],"goals":{}}"""));
    }
}
