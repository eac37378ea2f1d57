using TokenVaultAgent.Evals.Scenarios;

namespace TokenVaultAgent.Evals.Running;

/// <summary>Who calls the tools on the user's behalf.</summary>
internal interface IAgent
{
    string Name { get; }

    Task RunAsync(Scenario scenario, AgentSession session, CancellationToken cancellationToken);
}
