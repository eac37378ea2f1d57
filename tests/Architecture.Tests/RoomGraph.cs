using System.Text;
using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace TokenVaultAgent.Architecture.Tests;

/// <summary>
/// Which room of a project uses which: a room is a folder right under the project's, and the namespace of that name. Taken from the compiled types
/// and from the <c>using</c> lines, since of a constant the compiler leaves no more than its value.
/// </summary>
internal sealed partial class RoomGraph
{
    /// <summary>What stands in no room puts the rooms together: it may use all, and nothing uses it.</summary>
    public const string Start = "(start)";

    private RoomGraph(string project, IEnumerable<Arrow> arrows)
    {
        Project = project;
        Arrows = [.. arrows.Where(arrow => arrow.From != arrow.To).DistinctBy(arrow => (arrow.From, arrow.To)).OrderBy(arrow => arrow.From, StringComparer.Ordinal).ThenBy(arrow => arrow.To, StringComparer.Ordinal)];
        Rooms = [.. Arrows.SelectMany(arrow => (string[])[arrow.From, arrow.To]).Distinct().Order(StringComparer.Ordinal)];
    }

    public string Project { get; }

    public IReadOnlyList<string> Rooms { get; }

    public IReadOnlyList<Arrow> Arrows { get; }

    /// <param name="folder">Of the project, from the repository's root.</param>
    public static RoomGraph Of(Assembly assembly, string folder)
    {
        var project = folder.Split('/')[^1];
        var root = "TokenVaultAgent." + char.ToUpperInvariant(project[0]) + project[1..];
        return new RoomGraph(project, OfTypes(assembly, root).Concat(OfUsings(Path.Combine(Repository.Root, folder), root)));
    }

    /// <summary>The arrows by which rooms use each other, directly or round about; none where there is one direction.</summary>
    public IReadOnlyList<Arrow> Circles()
    {
        var left = Arrows.ToList();
        // An arrow is in no circle where nothing leads on from its end, or to its beginning.
        while (left.RemoveAll(arrow => !left.Exists(next => next.From == arrow.To) || !left.Exists(before => before.To == arrow.From)) > 0)
            continue;
        return left;
    }

    public IEnumerable<string> Uses(string room) => Arrows.Where(arrow => arrow.From == room).Select(arrow => arrow.To);

    /// <summary>A picture of the arrows that no others imply, and a table of all.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("```mermaid\nflowchart TB\n");
        foreach (var arrow in Arrows.Where(arrow => arrow.From != Start && !IsImplied(arrow)))
            text.Append($"  {arrow.From} --> {arrow.To}\n");
        text.Append("```\n\n| room | uses |\n| --- | --- |\n");
        foreach (var room in Rooms.Where(room => room != Start && Uses(room).Any()))
            text.Append($"| {room} | {string.Join(", ", Uses(room))} |\n");
        return text.ToString();
    }

    private bool IsImplied(Arrow arrow) => Uses(arrow.From).Where(next => next != arrow.To).Any(next => Reaches(next, arrow.To, []));

    private bool Reaches(string from, string to, HashSet<string> seen) =>
        seen.Add(from) && Uses(from).Any(next => next == to || Reaches(next, to, seen));

    private static IEnumerable<Arrow> OfTypes(Assembly assembly, string root) =>
        from type in new ArchLoader().LoadAssemblies(assembly).Build().Types
        let mine = RoomOf(type.Namespace?.FullName, root)
        where mine is not null
        from dependency in type.Dependencies
            // One by name for all that have it: in the namespace of whichever came first.
        where dependency.Target is not GenericParameter
        let theirs = RoomOf(dependency.Target.Namespace?.FullName, root)
        where theirs is not null
        select new Arrow(mine, theirs, $"{type.Name} uses {dependency.Target.Name}");

    private static IEnumerable<Arrow> OfUsings(string folder, string root) =>
        from file in Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
        where file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)
        let path = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)
        where path[0] is not ("bin" or "obj")
        from Match line in UsingLine().Matches(File.ReadAllText(file))
        let theirs = RoomOf(line.Groups["namespace"].Value, root)
        where theirs is not null
        select new Arrow(path.Length == 1 ? Start : path[0], theirs, $"{path[^1]} has {line.Value.Trim()}");

    /// <summary>Null for what is none of this project's.</summary>
    private static string? RoomOf(string? name, string root) =>
        name is null ? null
        : name == root ? Start
        : name.StartsWith(root + ".", StringComparison.Ordinal) ? name[(root.Length + 1)..].Split('.')[0]
        : null;

    [GeneratedRegex(@"^@?using (?:static )?(?<namespace>TokenVaultAgent[\w.]*);?\s*$", RegexOptions.Multiline)]
    private static partial Regex UsingLine();
}

/// <param name="For">Because of which types; one of perhaps many.</param>
internal sealed record Arrow(string From, string To, string For)
{
    public override string ToString() => $"{From} → {To} ({For})";
}
