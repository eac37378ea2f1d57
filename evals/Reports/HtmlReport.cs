using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TokenVaultAgent.Evals.Reports;

/// <summary>One page with everything in it: the transcript of every step, hostile texts among them, which is why it can run and load nothing.</summary>
internal static class HtmlReport
{
    public static async Task WriteAsync(string file, IReadOnlyList<ReportRun> runs)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Report>(
            ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Report.Runs)] = runs }))).ToHtmlString());
        await File.WriteAllTextAsync(file, html);
    }
}
