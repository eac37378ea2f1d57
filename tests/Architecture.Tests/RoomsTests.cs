using System.Reflection;
using TokenVaultAgent.AgentServer;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Tools;

namespace TokenVaultAgent.Architecture.Tests;

/// <summary>Rooms use each other in one direction, as docs/architecture.md shows.</summary>
public sealed class RoomsTests
{
    private const string Begin = "<!-- rooms: made by tests/Architecture.Tests -->\n";
    private const string End = "<!-- /rooms -->";

    private static readonly string Document = Path.Combine(Repository.Root, "docs", "architecture.md");

    private static readonly RoomGraph[] Graphs =
    [
        RoomGraph.Of(typeof(ToolsRegistration).Assembly, "src/Tools"),
        RoomGraph.Of(typeof(AgentServerHost).Assembly, "src/AgentServer"),
        RoomGraph.Of(Assembly.Load("tokenvault"), "src/Admin"),
        RoomGraph.Of(typeof(SandboxHost).Assembly, "src/Sandbox"),
        RoomGraph.Of(Assembly.Load("Evals"), "evals"),
    ];

    public static TheoryData<string> Projects => [.. Graphs.Select(graph => graph.Project)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_rooms_use_each_other(string project) => Assert.Empty(Graph(project).Circles().Select(arrow => arrow.ToString()));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Nothing_uses_what_puts_the_rooms_together(string project) =>
        Assert.Empty(Graph(project).Arrows.Where(arrow => arrow.To == RoomGraph.Start).Select(arrow => arrow.ToString()));

    /// <summary>With ROOMS=write, the document is made to show them.</summary>
    [Fact]
    public void The_document_shows_every_arrow()
    {
        var text = File.ReadAllText(Document);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var shown = string.Join('\n', Graphs.Select(graph => $"**{graph.Project}**\n\n{graph.ToMarkdown()}"));
        if (Environment.GetEnvironmentVariable("ROOMS") == "write")
            File.WriteAllText(Document, text[..begin] + shown + text[end..]);
        else
            Assert.Equal(text[begin..end], shown);
    }

    private static RoomGraph Graph(string project) => Graphs.Single(graph => graph.Project == project);
}
