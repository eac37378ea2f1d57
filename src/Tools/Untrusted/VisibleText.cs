using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Untrusted;

/// <summary>What a reader sees of someone else's markup.</summary>
/// <param name="HiddenParts">Pieces of text that are not proven to be seen, and are left out.</param>
/// <param name="Withheld">Why something is missing that is not hidden; null where nothing is.</param>
internal readonly record struct VisibleText(string Text, bool Cut, int HiddenParts = 0, WithheldReason? Withheld = null);

/// <summary>Why text that is there was not read.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WithheldReason>))]
internal enum WithheldReason
{
    /// <summary>It is longer than is read: the rest is missing.</summary>
    [JsonStringEnumMemberName("too_long")] TooLong,

    /// <summary>Its markup is deeper, or looks at more, than any that people write.</summary>
    [JsonStringEnumMemberName("markup_too_costly")] MarkupTooCostly,

    /// <summary>Its styles are on another server, so that nobody here can tell what they hide.</summary>
    [JsonStringEnumMemberName("styles_elsewhere")] StylesElsewhere,

    /// <summary>Something in it can lie on its text.</summary>
    [JsonStringEnumMemberName("may_be_covered")] MayBeCovered,

    /// <summary>It has text, of which nothing is proven to be seen.</summary>
    [JsonStringEnumMemberName("nothing_shown")] NothingShown,

    /// <summary>It is encoded or made in a way that could not be read.</summary>
    [JsonStringEnumMemberName("unreadable")] Unreadable,
}
