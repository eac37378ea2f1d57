using TokenVaultAgent.Evals.Running;
using TokenVaultAgent.Evals.Scenarios;

namespace TokenVaultAgent.Evals.Agents;

/// <summary>Who calls the tools on the user's behalf.</summary>
internal interface IAgent
{
    string Name { get; }

    Task RunAsync(Scenario scenario, AgentSession session, CancellationToken cancellationToken);
}
