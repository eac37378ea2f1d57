using System.Globalization;
using System.Text;
using TokenVaultAgent.Admin.Management;
using TokenVaultAgent.Admin.Reports;
using TokenVaultAgent.Admin.Rules;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Commands;

/// <summary><c>check</c>, <c>plan</c> and <c>apply</c> over one tenant.</summary>
internal sealed class TenantCommands(ManagementClient management, Wanted wanted, IReport report)
{
    public const int Faulty = 1;
    public const int CouldNotLook = 2;

    /// <returns>0: all is as it must be; 1: something is not; 2: something could not be looked at.</returns>
    public async Task<int> CheckAsync(CancellationToken cancellationToken)
    {
        var tenant = await ReadAsync(cancellationToken);
        var findings = Finding.All(tenant, wanted).ToList();
        report.Findings(findings, tenant.Unreadable);
        return findings.Any(f => f.Verdict.Outcome == Outcome.Unknown) ? CouldNotLook : findings.Any(f => f.Verdict.Outcome == Outcome.Fail) ? Faulty : 0;
    }

    /// <returns>0: nothing is to do, or all of it can be done by <c>apply</c>; 1: something is left for a person; 2: something could not be looked at.</returns>
    public async Task<int> PlanAsync(CancellationToken cancellationToken)
    {
        var plan = Plan.Of(await ReadAsync(cancellationToken), wanted);
        report.Plan(plan);
        return CodeOf(plan);
    }

    /// <param name="confirm">Asked once, with the plan shown; false: nothing is done.</param>
    /// <returns>As of a plan, of what is left.</returns>
    public async Task<int> ApplyAsync(Func<Task<bool>> confirm, CancellationToken cancellationToken)
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
                if (change.IsToDeploy)
                    await management.WaitUntilBuiltAsync(change.Id!, cancellationToken);
                tenant.Put(change, await management.SendAsync(change.Method, change.Path, change.IsToDeploy ? null : change.Body, cancellationToken));
                done++;
            }
        }
        catch (Exception exception) when (exception is AdminException or LacksScopeException or OperationCanceledException)
        {
            report.BrokenOff(done, exception);
            return CouldNotLook;
        }

        var left = Plan.Of(await ReadAsync(cancellationToken), wanted);
        report.Applied(done, left);
        return CodeOf(left);
    }

    /// <summary>The server's settings that only the tenant knows, a line each as the environment has them.</summary>
    /// <exception cref="AdminException">An application is not there, or its secret cannot be read.</exception>
    public async Task<string> ExportAsync(CancellationToken cancellationToken)
    {
        var tenant = await ReadAsync(cancellationToken);
        var lines = new StringBuilder();
        foreach (var client in (ServerClient[])[ServerClient.Api, ServerClient.Web])
        {
            var found = client.Find(tenant, wanted) ?? throw new AdminException($"The tenant has not got {client.Called} yet: apply first.");
            var key = client.Setting.Replace(":", "__", StringComparison.Ordinal);
            lines.Append(CultureInfo.InvariantCulture, $"{key}={found["client_id"]}\n");
            // Null: it authenticates with a key of its own, which Auth0 does not have.
            if (found["token_endpoint_auth_method"] is null)
                continue;
            var secret = found["client_secret"]?.ToString() ?? throw new AdminException($"The secret of {client.Called} cannot be read: it takes read:client_keys.");
            lines.Append(CultureInfo.InvariantCulture, $"{key[..^"Id".Length]}Secret={secret}\n");
        }

        return lines.ToString();
    }

    private Task<TenantState> ReadAsync(CancellationToken cancellationToken) => TenantState.ReadAsync(management, wanted, report.Reading, cancellationToken);

    private static int CodeOf(Plan plan) => plan.Unknown.Count > 0 ? CouldNotLook : plan.ByHand.Count > 0 ? Faulty : 0;
}
