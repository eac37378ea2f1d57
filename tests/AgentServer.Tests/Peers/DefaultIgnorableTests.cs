using System.Globalization;
using System.Text;
using TokenVaultAgent.Tools.Untrusted;

namespace TokenVaultAgent.AgentServer.Tests.Peers;

/// <summary>What is marked in a text to approve, against the Unicode data of an engine that nobody here wrote.</summary>
public sealed class DefaultIgnorableTests
{
    [Fact]
    public async Task Every_character_that_changes_nothing_is_known()
    {
        NodePeers.SkipWhereMissing();
        using var node = NodePeers.StartScript("default-ignorable.cjs");
        var lines = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var theirs = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToHashSet();

        var differ = Enumerable.Range(0, 0x110000).Where(code => Rune.IsValid(code) && Unseen.IsIgnorable(new Rune(code)) != theirs.Contains(code)).Select(code => $"U+{code:X4}").ToList();

        Assert.True(theirs.Count > 4_000, $"Only {theirs.Count} were told.");
        Assert.True(differ.Count == 0, string.Join(' ', differ));
    }
}
