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
        ("attributes of each tag", "", "<p a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 a15 a16>x", ""),
        ("classes", "<style>" + string.Concat(Enumerable.Range(0, 1_500).Select(i => $".c{i % 9} .d{i}{{display:none}}")) + "</style>", "<p class='c1 c2 c3 c4 c5 c6 c7 c8'>x", ""),
        ("universal rules", "<style>" + string.Concat(Enumerable.Range(0, 3_000).Select(i => $"*{{top:{i}px}}")) + "</style>", "<p>x", ""),
        ("facts and windows", "<style>@supports (a){p{top:0}}@supports (b){p{left:0}}@supports (c){p{right:0}}@media (min-width:900px){p{bottom:0}}@media (prefers-color-scheme:dark){p{width:90px}}</style>", "<p>x</p>", ""),
        ("formatting copied into each block", string.Concat(Enumerable.Range(0, 200).Select(i => $"<b id={i}>")), "<p>x</p>", ""),
        ("brackets in a sheet", "<style>", "([{", "x"),
        ("links", "", "<a href=https://a.example>x", ""),
    ];

    public static int Run()
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumns(["shape", .. Sizes.Select(size => $"{size / 1024} KiB, ms"), "512 KiB over newsletter", "MiB", "read"]);
        double? newsletter = null;
        foreach (var shape in Shapes)
        {
            var results = Sizes.Select(size => Measure(Fill(shape, size))).ToList();
            newsletter ??= results[^1].Milliseconds;
            table.AddRow([shape.Name, .. results.Select(r => $"{r.Milliseconds:F0}"), $"{results[^1].Milliseconds / newsletter:F2}", $"{results[^1].Bytes >> 20}", results[^1].IsRead ? "yes" : "withheld"]);
        }

        AnsiConsole.Profile.Width = 140;
        AnsiConsole.Write(table);
        return 0;
    }

    private static string Fill((string Name, string Start, string Piece, string End) shape, int size) =>
        shape.Start + string.Concat(Enumerable.Repeat(shape.Piece, (size - shape.Start.Length - shape.End.Length) / shape.Piece.Length)) + shape.End;

    /// <summary>The median.</summary>
    private static (double Milliseconds, long Bytes, bool IsRead) Measure(string html)
    {
        var isRead = false;
        var bytes = 0L;
        var times = Enumerable.Range(0, Rounds).Select(_ =>
        {
            bytes = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            isRead = HtmlText.FromHtml(html, 1_000_000, CancellationToken.None).Text.Length > 0;
            var time = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            return time;
        }).Order().ToList();
        return (times[Rounds / 2], bytes, isRead);
    }
}
