namespace TokenVaultAgent.AgentServer.Tests.Telemetry;

/// <summary>Tests that listen to the spans of the whole process, and so run while no others do.</summary>
[CollectionDefinition(nameof(ListensToAll), DisableParallelization = true)]
public sealed class ListensToAll;
