using System.Text.Json;

namespace TokenVaultAgent.Evals.Reports;

/// <summary>Which runs passed, in all of their repeats, when somebody last looked: <c>{"version": 1, "passed": ["scripted/read-tomorrow", …]}</c>.</summary>
internal sealed record Baseline(int Version, IReadOnlyList<string> Passed)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <exception cref="InvalidDataException">It is no baseline of this version.</exception>
    public static Baseline Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Baseline>(File.ReadAllText(file), Options) is { Version: JsonReport.Version, Passed: not null } baseline
                ? baseline
                : throw new InvalidDataException($"{file}: is no baseline of version {JsonReport.Version}; write a new one with --write-baseline.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{file}:{exception.LineNumber + 1}: is no JSON of a baseline; write a new one with --write-baseline.", exception);
        }
    }

    public static void Write(string file, IEnumerable<ReportRun> runs) => File.WriteAllText(
        file, JsonSerializer.Serialize(new Baseline(JsonReport.Version, [.. runs.GroupBy(run => run.Name).Where(repeats => repeats.All(run => run.Passed)).Select(repeats => repeats.Key).Order(StringComparer.Ordinal)]), Options) + "\n");

    /// <summary>Runs that passed then and do not now.</summary>
    public IReadOnlyList<string> Regressions(IEnumerable<ReportRun> runs) => [.. runs.Where(run => !run.Passed).Select(run => run.Name).Distinct().Where(Passed.Contains)];
}
