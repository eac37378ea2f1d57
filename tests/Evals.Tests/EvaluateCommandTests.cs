using System.Xml.Linq;
using AngleSharp.Html.Parser;
using Spectre.Console;

namespace TokenVaultAgent.Evals.Tests;

/// <summary>The command as a person and a CI system meet it.</summary>
public sealed class EvaluateCommandTests : IDisposable
{
    private const string Reads =
        """
        title: The week
        user: ada@acme.example
        prompts: [What is on?]
        plan:
          - call: calendar_list_events
        goal:
          learns: [LEARNS]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("token-vault-agent-evals-").FullName;

    private readonly StringWriter _said = new();

    [Fact]
    public async Task A_goal_that_is_reached_is_0_and_one_that_is_not_is_1_with_the_reason_in_every_report()
    {
        Scenario("right", Reads.Replace("LEARNS", "Quarterly review", StringComparison.Ordinal));
        Assert.Equal(0, await RunAsync());

        Scenario("wrong", Reads.Replace("LEARNS", "Zeppelin", StringComparison.Ordinal));
        Assert.Equal(1, await RunAsync());

        Assert.Contains("scripted/wrong", _said.ToString(), StringComparison.Ordinal);
        var suite = XDocument.Load(Path.Combine(_folder, "out", "junit.xml")).Root!.Element("testsuite")!;
        Assert.Equal(("2", "1"), ((string?)suite.Attribute("tests"), (string?)suite.Attribute("failures")));
        Assert.Contains("Zeppelin", File.ReadAllText(Path.Combine(_folder, "out", "results.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_did_not_pass_before_is_no_regression()
    {
        Scenario("wrong", Reads.Replace("LEARNS", "Zeppelin", StringComparison.Ordinal));
        var baseline = Path.Combine(_folder, "baseline.json");
        File.WriteAllText(baseline, """{"version":1,"passed":[]}""");
        Assert.Equal(0, await RunAsync(baseline));

        File.WriteAllText(baseline, """{"version":1,"passed":["scripted/wrong"]}""");
        Assert.Equal(1, await RunAsync(baseline));
    }

    [Fact]
    public async Task What_is_repeated_is_told_run_by_run_and_as_one()
    {
        Scenario("right", Reads.Replace("LEARNS", "Quarterly review", StringComparison.Ordinal));

        Assert.Equal(0, await RunAsync(repeats: 2));

        var cases = XDocument.Load(Path.Combine(_folder, "out", "junit.xml")).Descendants("testcase").Select(c => (string?)c.Attribute("name"));
        Assert.Equal(["right", "right (2)"], cases);
        Assert.Contains("2 of 2", _said.ToString(), StringComparison.Ordinal);
        Assert.Contains("pass^2", _said.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"version":7,"passed":[]}""", "is no baseline of version 1")]
    [InlineData("{", "baseline.json:1: is no JSON")]
    public async Task A_baseline_of_another_kind_is_2_before_anything_runs(string text, string told)
    {
        Scenario("right", Reads);
        var baseline = Path.Combine(_folder, "baseline.json");
        File.WriteAllText(baseline, text);

        Assert.Equal(2, await RunAsync(baseline));
        Assert.Contains(told, _said.ToString().ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_that_cannot_be_run_is_2_with_its_line()
    {
        Scenario("broken", Reads.Replace("call:", "cal:", StringComparison.Ordinal));

        Assert.Equal(2, await RunAsync());
        Assert.Contains("broken.yaml:", _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_wrote_is_text_on_the_page_and_nothing_else()
    {
        Scenario("hostile", Reads.Replace("The week", "A week <script>alert(1)</script><img src=x onerror=alert(1)>", StringComparison.Ordinal));
        await RunAsync();

        var page = new HtmlParser().ParseDocument(await File.ReadAllTextAsync(Path.Combine(_folder, "out", "report.html"), TestContext.Current.CancellationToken));

        Assert.Contains("<script>alert(1)</script>", page.QuerySelector("details .title")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("script, img, link, iframe, object"));
        Assert.Contains("default-src 'none'", page.QuerySelector("meta[http-equiv]")!.GetAttribute("content"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_cut_short_has_its_reports_and_is_not_taken_for_passed()
    {
        Scenario("right", Reads);

        Assert.Equal(2, await RunAsync(cancelled: new CancellationToken(canceled: true)));
        Assert.Empty(XDocument.Load(Path.Combine(_folder, "out", "junit.xml")).Root!.Elements());
    }

    [Fact]
    public async Task A_folder_without_scenarios_is_2() => Assert.Equal(2, await RunAsync());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Scenario(string id, string text) => File.WriteAllText(Path.Combine(_folder, id + ".yaml"), text);

    private Task<int> RunAsync(string? baseline = null, CancellationToken? cancelled = null, int repeats = 1)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_said), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        return new EvaluateCommand(console).RunAsync(
            new EvaluateOptions(_folder, null, ["scripted"], Path.Combine(_folder, "out"), baseline, null, false, repeats), cancelled ?? TestContext.Current.CancellationToken);
    }
}
