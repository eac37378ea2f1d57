using System.Globalization;
using System.Text;

namespace TokenVaultAgent.AgentServer.Telemetry;

/// <summary>Text for a log, wherever it came from: one line that nobody can break, disguise or make long (CWE-117).</summary>
internal static class LogText
{
    private const int MaxLength = 2000;

    /// <summary>Controls, line separators and what turns the order of characters around stand there by their number.</summary>
    public static string OneLine(string text)
    {
        var kept = text.Length <= MaxLength ? text : text[..MaxLength];
        if (kept.Length == text.Length && !kept.Any(IsUnsafe))
            return text;
        var line = new StringBuilder(kept.Length + 32);
        foreach (var character in kept)
            if (IsUnsafe(character))
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            else
                line.Append(character);
        return text.Length == kept.Length ? line.ToString() : line.Append(CultureInfo.InvariantCulture, $"… ({text.Length} characters)").ToString();
    }

    private static bool IsUnsafe(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
