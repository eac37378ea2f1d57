namespace TokenVaultAgent.Evals.Grading;

/// <param name="Reason">What is missing or wrong; empty where it passed.</param>
internal sealed record Verdict(string Grader, bool Passed, string Reason)
{
    public static Verdict Of(string grader, IEnumerable<string> faults)
    {
        var reason = string.Join("; ", faults);
        return new Verdict(grader, reason.Length == 0, reason);
    }
}
