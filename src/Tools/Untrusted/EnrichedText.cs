using System.Text;

namespace TokenVaultAgent.Tools.Untrusted;

/// <summary>What text/enriched says without its commands (RFC 1896).</summary>
internal static class EnrichedText
{
    /// <summary>A name has at most 60 characters.</summary>
    private const int MaxCommand = 64;

    /// <summary>A single line break is a blank, of several in a row one is left out; <c>&lt;&lt;</c> is one; what stands in <c>param</c> is no text.</summary>
    public static string Plain(string enriched)
    {
        var text = new StringBuilder(enriched.Length);
        var (breaks, parameters, verbatim) = (0, 0, 0);
        for (var at = 0; at < enriched.Length; at++)
        {
            var character = enriched[at];
            if (character == '\r')
                continue;
            if (character == '\n' && verbatim == 0)
            {
                text.Append(++breaks == 1 ? ' ' : '\n');
                continue;
            }

            breaks = 0;
            if (character == '<' && at + 1 < enriched.Length && enriched[at + 1] == '<')
                at++;
            else if (character == '<' && enriched.AsSpan(at, Math.Min(MaxCommand, enriched.Length - at)).IndexOf('>') is > 0 and var length)
            {
                var command = enriched.Substring(at + 1, length - 1).ToLowerInvariant();
                parameters += command switch { "param" => 1, "/param" => -1, _ => 0 };
                verbatim += command switch { "nofill" => 1, "/nofill" => -1, _ => 0 };
                at += length;
                continue;
            }

            if (parameters <= 0)
                text.Append(character);
        }

        return text.ToString();
    }
}
