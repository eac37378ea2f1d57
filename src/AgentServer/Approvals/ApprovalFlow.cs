namespace TokenVaultAgent.AgentServer.Approvals;

/// <summary>A user has approved in this browser and is away to prove presence.</summary>
internal sealed record ApprovalFlow(string LinkId, string Owner);
