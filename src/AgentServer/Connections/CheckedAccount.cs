namespace TokenVaultAgent.AgentServer.Connections;

/// <summary>What came of a check, or of disconnecting, on its way to the list of accounts.</summary>
/// <param name="Session">In which it was asked for.</param>
/// <param name="Account">Null for one that is gone.</param>
internal sealed record CheckedAccount(string Session, Guid? Account, bool IsGood, string Text);
