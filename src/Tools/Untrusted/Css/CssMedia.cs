using System.Text.RegularExpressions;

namespace TokenVaultAgent.Tools.Untrusted.Css;

/// <summary>
/// A program that shows mail: a reading pane or a whole window, light or dark. What nobody can know of it, such as whether it
/// supports a feature, is a fact by its text: true in some programs and not in others.
/// </summary>
/// <param name="Width">Of the window, in CSS pixels.</param>
/// <param name="Facts">Those that hold.</param>
internal sealed record CssMedia(double Width, bool IsDark, IReadOnlySet<string> Facts)
{
    public const double Pane = 800;
    public const double Window = 1280;

    /// <summary>Whether rules that stand under all these conditions apply.</summary>
    public bool Meets(IEnumerable<CssCondition> conditions) => conditions.All(condition => condition.Queries.Any(query => query.Tests.All(Meets) != query.IsNegated));

    private bool Meets(CssTest test) => test.Kind switch
    {
        CssTestKind.True => true,
        CssTestKind.False => false,
        CssTestKind.MinWidth => Width >= test.Pixels,
        CssTestKind.MaxWidth => Width <= test.Pixels,
        CssTestKind.Dark => IsDark,
        CssTestKind.Light => !IsDark,
        _ => Facts.Contains(test.Fact),
    };
}

/// <summary>Queries of which one must hold.</summary>
internal sealed partial record CssCondition(IReadOnlyList<CssQuery> Queries)
{
    /// <summary>A condition of which nobody knows whether it holds.</summary>
    public static CssCondition Unknown(string text) => new([new CssQuery([new CssTest(CssTestKind.Fact, 0, text)], IsNegated: false)]);

    /// <summary>Reads a media query list (Media Queries Level 4).</summary>
    public static CssCondition OfMedia(string text)
    {
        var queries = new List<CssQuery>();
        for (var i = 0; i <= text.Length;)
        {
            var end = CssScan.Find(text, i, ",");
            queries.Add(Query(text[i..end].Trim()));
            i = end + 1;
        }

        return new CssCondition(queries);
    }

    private static CssQuery Query(string text)
    {
        if (text.Length == 0)
            return new CssQuery([new CssTest(CssTestKind.True)], IsNegated: false);
        var negated = text.StartsWith("not ", StringComparison.Ordinal);
        var rest = negated ? text[4..].Trim() : text.StartsWith("only ", StringComparison.Ordinal) ? text[5..].Trim() : text;
        var tests = And().Split(rest).Select(part => Test(part.Trim())).ToList();
        // One unknown part makes a whole that is unknown by its own text: "or" and brackets in brackets are read no further.
        return tests.Exists(test => test.Kind == CssTestKind.Fact) && !tests.Exists(test => test.Kind == CssTestKind.False)
            ? new CssQuery([.. tests.Where(test => test.Kind != CssTestKind.Fact), new CssTest(CssTestKind.Fact, 0, text)], negated && tests.Count == 1)
            : new CssQuery(tests, negated);
    }

    private static CssTest Test(string part)
    {
        switch (part)
        {
            case "all" or "screen":
                return new CssTest(CssTestKind.True);
            case "print" or "speech" or "tv" or "tty" or "projection" or "handheld" or "braille" or "embossed" or "aural":
                return new CssTest(CssTestKind.False);
            case "(prefers-color-scheme: dark)" or "(prefers-color-scheme:dark)":
                return new CssTest(CssTestKind.Dark);
            case "(prefers-color-scheme: light)" or "(prefers-color-scheme:light)":
                return new CssTest(CssTestKind.Light);
        }

        var width = Width().Match(part);
        if (!width.Success)
            return new CssTest(CssTestKind.Fact, 0, part);
        // In media queries an em is the reader's own font size.
        var pixels = CssLength.Pixels(width.Groups["length"].Value, new CssScale(16, 16, 16, CssMedia.Pane, double.NaN));
        return double.IsNaN(pixels) ? new CssTest(CssTestKind.Fact, 0, part)
            : new CssTest(width.Groups["bound"].Value == "min" ? CssTestKind.MinWidth : CssTestKind.MaxWidth, pixels);
    }

    [GeneratedRegex(@"\s+and\s+|(?<=\))and\s*(?=\()|(?<=\w)\s+and(?=\()")]
    private static partial Regex And();

    [GeneratedRegex(@"^\(\s*(?<bound>min|max)-(device-)?width\s*:\s*(?<length>[^\s()]+)\s*\)$")]
    private static partial Regex Width();
}

/// <summary>Tests that must all hold, or with <paramref name="IsNegated"/> not all.</summary>
internal sealed record CssQuery(IReadOnlyList<CssTest> Tests, bool IsNegated);

/// <param name="Fact">The text of what is not known.</param>
internal sealed record CssTest(CssTestKind Kind, double Pixels = 0, string Fact = "");

internal enum CssTestKind
{
    True,
    False,
    MinWidth,
    MaxWidth,
    Dark,
    Light,
    Fact,
}
