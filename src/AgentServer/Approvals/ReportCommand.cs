using System.Globalization;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.AgentServer.Approvals;

/// <summary>
/// <c>AgentServer report REFERENCE</c>: shows the operator an action that a user reported, by the reference that the user was shown and the
/// log has. It decrypts what was reported, and nothing that was not.
/// </summary>
internal static class ReportCommand
{
    /// <returns>0; 1 where no report has that reference.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, string reference, TextWriter output, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<ActionApprovals>().FindReportedAsync(reference, cancellationToken) is not var (link, approval, action))
        {
            await output.WriteLineAsync("There is no report with this reference, or it has been deleted since (README, Consent:ReportPause).");
            return 1;
        }

        (string Name, string? Value)[] lines =
        [
            ("Reported", DateTimeOffset.FromUnixTimeMilliseconds(link.DecidedAt!.Value).ToString("u", CultureInfo.InvariantCulture)),
            ("Lifted", link.LiftedAt is { } lifted ? DateTimeOffset.FromUnixTimeMilliseconds(lifted).ToString("u", CultureInfo.InvariantCulture) : null),
            ("User", approval.Owner),
            ("Asked by", approval.AskedBy),
            ("Tool", approval.Tool),
            ("Account", action.Account),
            .. action.People.Select(p => (p.Role, (string?)(p.Name is null ? p.Address : $"{p.Name} <{p.Address}>"))),
            .. action.Facts.Select(f => (f.Name, (string?)f.Value)),
        ];
        foreach (var (name, value) in lines)
            if (value is not null)
                await output.WriteLineAsync($"{name}: {Exact(value)}");
        if (action.Text is not null)
            await output.WriteLineAsync($"\n{Exact(action.Text)}");
        return 0;
    }

    /// <summary>Somebody else's words, which must not move a terminal's cursor.</summary>
    private static string Exact(string text) => string.Concat(ExactText.Runs(text).Select(run => run.IsMark ? $"[{run.Text}]" : run.Text));
}
