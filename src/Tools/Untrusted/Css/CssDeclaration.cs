namespace TokenVaultAgent.Tools.Untrusted.Css;

/// <summary>One declaration that can decide whether text is seen.</summary>
/// <param name="Value">As <see cref="CssScan.Plain"/> writes it.</param>
internal readonly record struct CssDeclaration(CssProperty Property, string Value, bool IsImportant)
{
    private const string Important = "important";

    /// <summary>Adds what one declaration says, its shorthands written out; nothing where it has no name, no value, or is of no interest here.</summary>
    public static void Read(ReadOnlySpan<char> css, List<CssDeclaration> into)
    {
        var colon = CssScan.Find(css, 0, ":");
        if (colon == css.Length)
            return;
        var name = CssScan.Plain(css[..colon]);
        if (!CssShorthands.IsOfInterest(name))
            return;
        var value = CssScan.Plain(css[(colon + 1)..]);
        var isImportant = false;
        if (value.EndsWith(Important, StringComparison.Ordinal) && value.AsSpan()[..^Important.Length].TrimEnd() is [.. var rest, '!'])
        {
            value = rest.TrimEnd().ToString();
            isImportant = true;
        }

        if (value.Length > 0 && !IsOfNoBrowser(name, value))
            CssShorthands.Expand(name, value, (property, part) => into.Add(new CssDeclaration(property, part, isImportant)));
    }

    /// <summary>Filters of long ago, and colours that are no word, no function and no digits that make one: browsers pass over them, and what was said before holds.</summary>
    private static bool IsOfNoBrowser(string name, string value) =>
        (name.EndsWith("filter", StringComparison.Ordinal) && (value.Contains("progid:", StringComparison.Ordinal) || value.StartsWith("alpha(", StringComparison.Ordinal)))
        || (name.EndsWith("color", StringComparison.Ordinal) && !value.TakeWhile(c => c != '(').All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && !CssColor.IsColor(value));

    /// <summary>The declarations of a <c>style</c> attribute.</summary>
    public static CssDeclaration[] ReadAll(string style)
    {
        var declarations = new List<CssDeclaration>();
        for (var i = 0; i < style.Length;)
        {
            var end = CssScan.Find(style, i, ";");
            Read(style.AsSpan(i, end - i), declarations);
            i = end + 1;
        }

        return [.. declarations];
    }
}
