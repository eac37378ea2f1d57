using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Rules;

namespace TokenVaultAgent.Admin.Reports;

/// <summary>What the operator is told.</summary>
internal interface IReport
{
    /// <param name="path">Of the Management API.</param>
    void Reading(string path);

    /// <param name="unreadable">What could not be read, by path, and why.</param>
    void Findings(IReadOnlyList<Finding> findings, IReadOnlyDictionary<string, string> unreadable);

    void Plan(Plan plan);

    void Doing(Change change);

    /// <param name="left">What there is still to do, after all was read again.</param>
    void Applied(int done, Plan left);

    void Undo(Undo undo);

    /// <param name="left">What was not taken back, and how it stands.</param>
    void Undone(int done, IReadOnlyList<(Step Step, Standing Standing)> left);

    void BrokenOff(int done, Exception why);
}
