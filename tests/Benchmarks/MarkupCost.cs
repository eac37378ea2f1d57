using System.Diagnostics;
using Spectre.Console;
using TokenVaultAgent.Tools.Untrusted;

namespace TokenVaultAgent.Benchmarks;

/// <summary>What one mail costs to read, by its shape and size, as a ratio to a newsletter of the largest size in the same run.</summary>
internal static class MarkupCost
{
    private const int Rounds = 3;

    private static readonly int[] Sizes = [64 * 1024, 128 * 1024, 256 * 1024, 512 * 1024];

    /// <summary>Each fills the size with the piece, between its beginning and its end.</summary>
    private static readonly (string Name, string Start, string Piece, string End)[] Shapes =
    [
        ("newsletter", "<table>", "<tr><td style=\"padding:4px\"><p>Words that somebody wrote, and a <a href=\"https://news.example/1\">link</a>.</p></td></tr>", "</table>"),
        ("plain words", "", "Words that somebody wrote. ", ""),
        ("open div", "", "<div>", "x"),
        ("div and a stray end tag", "", "<div></p>", "x"),
        ("open b", "", "<b>", "x"),
        ("open p and b", "", "<p><b>", "x"),
        ("td in one row", "<table><tr>", "<td>", "x"),
        ("td with blanks", "<table><tr>", "<td> </td>", "x"),
        ("blanks", "", " ", "x"),
        ("escaped inline styles", "", "<b style='c\\6flor:red'>x</b>", ""),
        ("nth-last-child", "<style>" + string.Concat(Enumerable.Range(0, 290).Select(i => $".x:nth-last-child({i + 7}){{display:none}}")) + "</style>", "<hr class=x>", "x"),
        ("attributes", "<p ", "a='1' ", ">x"),
        ("links", "", "<a href=https://a.example>x", ""),
    ];

    public static int Run()
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumns(["shape", .. Sizes.Select(size => $"{size / 1024} KiB, ms"), "512 KiB over newsletter", "read"]);
        double? newsletter = null;
        foreach (var shape in Shapes)
        {
            var results = Sizes.Select(size => Measure(Fill(shape, size))).ToList();
            newsletter ??= results[^1].Milliseconds;
            table.AddRow([shape.Name, .. results.Select(r => $"{r.Milliseconds:F0}"), $"{results[^1].Milliseconds / newsletter:F2}", results[^1].IsRead ? "yes" : "withheld"]);
        }

        AnsiConsole.Profile.Width = 140;
        AnsiConsole.Write(table);
        return 0;
    }

    private static string Fill((string Name, string Start, string Piece, string End) shape, int size) =>
        shape.Start + string.Concat(Enumerable.Repeat(shape.Piece, (size - shape.Start.Length - shape.End.Length) / shape.Piece.Length)) + shape.End;

    /// <summary>The median.</summary>
    private static (double Milliseconds, bool IsRead) Measure(string html)
    {
        var isRead = false;
        var times = Enumerable.Range(0, Rounds).Select(_ =>
        {
            var started = Stopwatch.GetTimestamp();
            isRead = HtmlText.FromHtml(html, 1_000_000, CancellationToken.None).Text.Length > 0;
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }).Order().ToList();
        return (times[Rounds / 2], isRead);
    }
}
