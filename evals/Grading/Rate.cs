using System.Globalization;

namespace TokenVaultAgent.Evals.Grading;

/// <summary>
/// A mean over scenarios with its 95 % confidence interval: a percentile bootstrap that draws whole scenarios, since the repeats of one are
/// not independent of each other. The draws are the same each time.
/// </summary>
/// <param name="Mean">From 0 to 1.</param>
public sealed record Rate(double Mean, double Low, double High)
{
    private const int Draws = 10_000;
    private const double Tail = 0.025;

    /// <param name="scenarios">A value of each, from 0 to 1: the share of its repeats in which it was so. At least one.</param>
    internal static Rate Of(IReadOnlyCollection<double> scenarios)
    {
        var values = scenarios.ToArray();
#pragma warning disable CA5394 // Repeatable, not secret.
        var random = new Random(1);
        var means = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            var sum = 0.0;
            for (var i = 0; i < values.Length; i++)
                sum += values[random.Next(values.Length)];
            means[draw] = sum / values.Length;
        }
#pragma warning restore CA5394

        Array.Sort(means);
        return new Rate(values.Average(), means[(int)(Tail * Draws)], means[(int)((1 - Tail) * Draws) - 1]);
    }

    /// <summary>
    /// pass^k: how likely a scenario passes k times in a row, estimated from its repeats without bias (Yao et al., τ-bench, arXiv:2406.12045).
    /// </summary>
    /// <param name="k">At most <paramref name="repeats"/>.</param>
    internal static double PassHat(int k, int passed, int repeats)
    {
        var chance = 1.0;
        for (var i = 0; i < k; i++)
            chance *= Math.Max(passed - i, 0) / (double)(repeats - i);
        return chance;
    }

    /// <summary>For example <c>87 % (74–96)</c>.</summary>
    public override string ToString() => $"{Percent(Mean)} % ({Percent(Low)}–{Percent(High)})";

    internal static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture);
}
