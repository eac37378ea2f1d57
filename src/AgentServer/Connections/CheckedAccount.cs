namespace TokenVaultAgent.AgentServer.Connections;

/// <summary>What came of a check, on its way to the list of accounts.</summary>
/// <param name="Session">In which it was asked for.</param>
internal sealed record CheckedAccount(string Session, Guid Account, bool IsGood, string Text);
