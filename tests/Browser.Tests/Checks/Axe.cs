using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace TokenVaultAgent.Browser.Tests.Checks;

/// <summary>What axe-core finds on a page: its default rules, and the size of targets (WCAG 2.2, 2.5.8), which it leaves off.</summary>
internal static class Axe
{
    private static readonly AxeRunOptions Options = new()
    {
        Rules = new Dictionary<string, RuleOptions> { ["target-size"] = new() { Enabled = true } },
    };

    /// <summary>Asserts that nothing on the page breaks a rule with serious or critical impact.</summary>
    public static async Task AssertCleanAsync(IPage page)
    {
        var found = await page.RunAxe(Options);

        var faults = found.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .SelectMany(violation => violation.Nodes.Select(node =>
                $"{violation.Id} ({violation.Impact}) at {node.Target}: {violation.Help}. {violation.HelpUrl}"))
            .ToList();
        Assert.True(faults.Count == 0, $"{page.Url} has faults of accessibility:\n{string.Join('\n', faults)}");
    }
}
