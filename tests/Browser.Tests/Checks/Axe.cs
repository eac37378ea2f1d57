using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace TokenVaultAgent.Browser.Tests.Checks;

/// <summary>
/// What axe-core finds on a page: its default rules, and the size of targets (WCAG 2.2, 2.5.8), which it leaves off. It runs in the page
/// itself, which has no frames: Deque's package for Playwright opens a second page at each run, at twice the cost.
/// </summary>
internal static class Axe
{
    private const string Run = """
        async () => {
          const { violations } = await axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } });
          return violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
            .flatMap(v => v.nodes.map(node => `${v.id} (${v.impact}) at ${node.target}: ${v.help}. ${v.helpUrl}`));
        }
        """;

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>Asserts that nothing on the page breaks a rule with serious or critical impact.</summary>
    public static async Task AssertCleanAsync(IPage page)
    {
        await page.EvaluateAsync(Script);
        var faults = await page.EvaluateAsync<string[]>(Run);
        Assert.True(faults.Length == 0, $"{page.Url} has faults of accessibility:\n{string.Join('\n', faults)}");
    }
}
