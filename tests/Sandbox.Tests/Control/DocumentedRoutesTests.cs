using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.Sandbox.Tests.Control;

/// <summary>docs/sandbox.md lists what the sandbox answers, to the letter.</summary>
public sealed class DocumentedRoutesTests
{
    private const string Begin = "<!-- what it answers: kept by DocumentedRoutesTests -->";
    private const string End = "<!-- end -->";

    [Fact]
    public async Task What_each_service_answers_is_what_the_page_says()
    {
        await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "sandbox.md"), TestContext.Current.CancellationToken);
        var table = string.Join('\n', from route in sandbox.Routes
                                      group route by (route.Service, Path: "/" + route.Path.TrimStart('/')) into path
                                      orderby path.Key.Service, path.Key.Path
                                      select $"| {path.Key.Service} | {string.Join(", ", path.Select(p => p.Method).Distinct().Order())} | `{path.Key.Path}` |");

        var begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var documented = page[begin..page.IndexOf(End, begin, StringComparison.Ordinal)];

        var expected = $"\n| service | method | path |\n| --- | --- | --- |\n{table}\n";
        Assert.True(documented == expected, $"The page must say:{expected}");
    }
}
