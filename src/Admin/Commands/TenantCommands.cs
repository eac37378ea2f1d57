using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Failures;
using TokenVaultAgent.Admin.Management;
using TokenVaultAgent.Admin.Reports;
using TokenVaultAgent.Admin.Rules;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Commands;

/// <summary><c>check</c>, <c>plan</c>, <c>apply</c>, <c>undo</c> and <c>export</c> over one tenant.</summary>
internal sealed class TenantCommands(ManagementClient management, Wanted wanted, IReport report)
{
    public const int Faulty = 1;
    public const int CouldNotLook = 2;

    /// <returns>0: everything is in order; 1: something is not; 2: something could not be read.</returns>
    public async Task<int> CheckAsync(CancellationToken cancellationToken)
    {
        var tenant = await ReadAsync(cancellationToken);
        var findings = Finding.All(tenant, wanted).ToList();
        report.Findings(findings, tenant.Unreadable);
        return findings.Any(f => f.Verdict.Outcome == Outcome.Unknown) ? CouldNotLook : findings.Any(f => f.Verdict.Outcome == Outcome.Fail) ? Faulty : 0;
    }

    /// <returns>0: there is nothing to do, or <c>apply</c> can do all of it; 1: something is left for a person; 2: something could not be read.</returns>
    public async Task<int> PlanAsync(CancellationToken cancellationToken)
    {
        var plan = Plan.Of(await ReadAsync(cancellationToken), wanted);
        report.Plan(plan);
        return CodeOf(plan);
    }

    /// <param name="journal">Told of each change, so that it can be taken back.</param>
    /// <param name="confirm">Asked once, with the plan shown; false: nothing is done.</param>
    /// <returns>As of a plan, of what is left.</returns>
    public async Task<int> ApplyAsync(Journal journal, Func<Task<bool>> confirm, CancellationToken cancellationToken)
    {
        var tenant = await ReadAsync(cancellationToken);
        var plan = Plan.Of(tenant.Copy(), wanted);
        report.Plan(plan);
        if (plan.Changes.Count == 0 || !await confirm())
            return CodeOf(plan);

        var done = 0;
        try
        {
            while (Plan.NextOf(tenant, wanted) is { } change)
            {
                if (done == Plan.Most)
                    throw new AdminException("The tenant does not keep what it is told: the same changes come up again and again.");
                report.Doing(change);
                await change.PrepareAsync(management, cancellationToken);
                await MakeAsync(change, tenant, journal, cancellationToken);
                done++;
            }
        }
        catch (Exception exception) when (exception is AdminException or OperationCanceledException)
        {
            report.BrokenOff(done, exception);
            return CouldNotLook;
        }

        var left = Plan.Of(await ReadAsync(cancellationToken), wanted);
        report.Applied(done, left);
        return CodeOf(left);
    }

    /// <summary>Takes back what <c>apply</c> did, the last change first; what somebody has changed since is left as it is.</summary>
    /// <param name="confirm">Asked once, with what would be done shown; false: nothing is done.</param>
    /// <returns>0: all is taken back; 1: something is left; 2: it was broken off.</returns>
    public async Task<int> UndoAsync(Journal journal, Func<Task<bool>> confirm, CancellationToken cancellationToken)
    {
        var tenant = await ReadAsync(cancellationToken);
        var undo = Undo.Of(journal, tenant.Copy());
        report.Undo(undo);
        if (undo.Steps.Count > 0 && !await confirm())
            return undo.Left.Count > 0 ? Faulty : 0;

        var done = 0;
        try
        {
            foreach (var (step, standing) in undo.Steps)
            {
                if (standing == Standing.IsAsLeft)
                {
                    report.Doing(step.Back);
                    step.Back.Become(tenant, await management.SendAsync(step.Back.Method, step.Back.Path, step.Back.Body, cancellationToken));
                    done++;
                }

                if (standing is not (Standing.Changed or Standing.Unknown))
                    journal.Forget(step);
            }
        }
        catch (Exception exception) when (exception is AdminException or OperationCanceledException)
        {
            report.BrokenOff(done, exception);
            return CouldNotLook;
        }

        report.Undone(done, undo.Left);
        return undo.Left.Count > 0 ? Faulty : 0;
    }

    /// <summary>The server's settings that only the tenant knows.</summary>
    /// <exception cref="AdminException">An application is not there, or its secret cannot be read.</exception>
    public async Task<ExportedSettings> ExportAsync(CancellationToken cancellationToken)
    {
        var tenant = await ReadAsync(cancellationToken);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var client in (ServerClient[])[ServerClient.Api, ServerClient.Web])
        {
            var found = client.Find(tenant, wanted) ?? throw new AdminException($"The tenant has not got {client.Called} yet: apply first.");
            settings[client.Setting] = found["client_id"]!.ToString();
            // Null: it authenticates with a private key, which Auth0 does not have.
            if (found["token_endpoint_auth_method"] is not null)
                settings[client.Setting[..^"Id".Length] + "Secret"] =
                    found["client_secret"]?.ToString() ?? throw new AdminException($"The secret of {client.Called} cannot be read: it takes read:client_keys.");
        }

        return new ExportedSettings(settings);
    }

    private async Task MakeAsync(Change change, TenantState tenant, Journal journal, CancellationToken cancellationToken)
    {
        var step = journal.Begin(change, tenant);
        try
        {
            var answer = await management.SendAsync(change.Method, change.Path, change.Body, cancellationToken);
            if (step is not null)
                journal.Complete(step, change, tenant, answer);
            change.Become(tenant, answer);
        }
        catch (RefusedException)
        {
            if (step is not null)
                journal.Forget(step);
            throw;
        }
    }

    private Task<TenantState> ReadAsync(CancellationToken cancellationToken) => TenantState.ReadAsync(management, wanted, report.Reading, cancellationToken);

    private static int CodeOf(Plan plan) => plan.Unknown.Count > 0 ? CouldNotLook : plan.ByHand.Count > 0 ? Faulty : 0;
}
