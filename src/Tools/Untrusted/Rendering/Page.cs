using System.Collections;
using AngleSharp.Html.Dom;
using TokenVaultAgent.Tools.Untrusted.Css;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>
/// A document as programs that show mail would show it: in a pane and in a window, light and dark, and with and without whatever only some
/// of them support. Text counts as seen where it is seen in all of them.
/// </summary>
internal sealed class Page
{
    /// <summary>So many facts are taken in all combinations; where there are more, each rule under one hides what it matches.</summary>
    private const int MaxFacts = 3;

    private readonly IHtmlDocument _document;
    private readonly MarkupLimits _limits;
    private readonly CssSheet _sheet = new();
    private readonly CssMatcher _matcher;
    private readonly Cascade _cascade = new();

    /// <exception cref="MarkupException">It is too much.</exception>
    public Page(IHtmlDocument document, MarkupLimits limits)
    {
        (_document, _limits) = (document, limits);
        foreach (var element in document.QuerySelectorAll("style, link"))
        {
            limits.Step();
            var media = element.GetAttribute("media");
            if (element.LocalName == "style")
                _sheet.Add(string.IsNullOrWhiteSpace(media) ? element.TextContent : $"@media {media} {{{element.TextContent}}}");
            else if (element.GetAttribute("rel")?.Contains("stylesheet", StringComparison.OrdinalIgnoreCase) is true)
                _sheet.AddLink(element.GetAttribute("href"));
        }

        _matcher = new CssMatcher(_sheet.Rules, document.CompatMode == "BackCompat");
    }

    /// <summary>Why nothing of it can be proven to be seen; null where something can.</summary>
    public WithheldReason? Withheld { get; private set; }

    /// <returns>What the page is made of, and which of its texts are not seen in every program, by their number.</returns>
    /// <exception cref="MarkupException">It is too much.</exception>
    public (IReadOnlyList<PagePiece> Pieces, BitArray Unseen) Read()
    {
        IReadOnlyList<PagePiece>? pieces = null;
        var unseen = new BitArray(0);
        if (_sheet.IsIncomplete)
            Withheld = WithheldReason.StylesElsewhere;
        foreach (var (media, rules) in Programs())
        {
            var walk = new PageWalk(new LookReader(media, _cascade), _matcher, rules, _limits, media.IsDark);
            walk.Over(_document);
            pieces ??= walk.Pieces;
            unseen.Length = walk.Unseen.Count;
            for (var i = 0; i < unseen.Length; i++)
                unseen[i] |= walk.Unseen[i];
            if (walk.MayCover)
                Withheld ??= WithheldReason.MayBeCovered;
        }

        return (pieces!, unseen);
    }

    /// <summary>One of each that applies other rules than those before it.</summary>
    private IEnumerable<(CssMedia Media, RuleUse[] Rules)> Programs()
    {
        var facts = _sheet.Rules.SelectMany(Facts).Distinct().ToList();
        var doubtful = facts.Skip(MaxFacts).ToHashSet();
        facts = [.. facts.Take(MaxFacts)];
        var hides = _sheet.Rules.Select(rule => doubtful.Overlaps(Facts(rule))).ToList();
        var seen = new HashSet<string>();
        foreach (var width in (double[])[CssMedia.Pane, CssMedia.Window])
            foreach (var isDark in (bool[])[false, true])
                for (var held = 0; held < 1 << facts.Count; held++)
                {
                    var media = new CssMedia(width, isDark, facts.Where((_, i) => (held & (1 << i)) != 0).ToHashSet());
                    var rules = _sheet.Rules.Select((rule, i) => hides[i] ? RuleUse.Hides : media.Meets(rule.Conditions) ? RuleUse.Applies : RuleUse.None).ToArray();
                    if (seen.Add(string.Concat(rules.Select(use => (char)('0' + use)))))
                        yield return (media, rules);
                }
    }

    private static IEnumerable<string> Facts(CssRule rule) => rule.Conditions.SelectMany(condition => condition.Queries).SelectMany(query => query.Tests)
        .Where(test => test.Kind == CssTestKind.Fact).Select(test => test.Fact);
}

/// <summary>What a rule does in one program.</summary>
internal enum RuleUse
{
    None,
    Applies,

    /// <summary>Whether it applies is not known, and taken for whatever hides more.</summary>
    Hides,
}
