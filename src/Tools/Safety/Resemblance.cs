namespace TokenVaultAgent.Tools.Safety;

/// <summary>
/// Whether one domain can be taken for another at a glance: letters that look alike in most fonts, or a slip or two of the keyboard. It marks
/// and never refuses, so that a false alarm costs a look.
/// </summary>
internal static class Resemblance
{
    /// <summary>Shorter domains are all a slip or two from one another.</summary>
    private const int LongEnoughForTwo = 9;

    private static readonly (string Seen, string Taken)[] Alike = [("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("-", "")];

    public static bool Is(string domain, string known)
    {
        var (one, other) = (domain.ToLowerInvariant(), known.ToLowerInvariant());
        return one != other && (Shape(one) == Shape(other) || Slips(one, other) <= (other.Length >= LongEnoughForTwo ? 2 : 1));
    }

    private static string Shape(string domain) => Alike.Aggregate(domain, (shape, alike) => shape.Replace(alike.Seen, alike.Taken, StringComparison.Ordinal));

    /// <summary>The fewest letters to put in, leave out or change (Levenshtein distance).</summary>
    public static int Slips(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[other.Length];
    }
}
