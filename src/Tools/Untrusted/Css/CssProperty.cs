namespace TokenVaultAgent.Tools.Untrusted.Css;

/// <summary>The properties that can hide text, by the CSS specifications as they stand; whatever is not one of them hides nothing.</summary>
internal enum CssProperty
{
    Display,
    Visibility,
    Opacity,
    Color,
    TextFillColor,
    BackgroundColor,
    BackgroundImage,
    ColorScheme,
    FontSize,
    LineHeight,
    LetterSpacing,
    WordSpacing,
    TextIndent,
    WhiteSpace,
    Position,
    Top,
    Right,
    Bottom,
    Left,
    MarginTop,
    MarginRight,
    MarginBottom,
    MarginLeft,
    PaddingTop,
    PaddingRight,
    PaddingBottom,
    PaddingLeft,
    Width,
    Height,
    MaxWidth,
    MaxHeight,
    MinHeight,
    OverflowX,
    OverflowY,
    Float,
    TableLayout,
    ZIndex,
    Zoom,
    MsoHide,

    /// <summary>All properties at once.</summary>
    All,

    /// <summary>Places on a grid, where one item can lie on another.</summary>
    GridPlace,

    /// <summary>From here on: properties of which one value is known to hide nothing (<see cref="CssShorthands.OfOneValue"/>).</summary>
    FirstOfOneValue,
}
