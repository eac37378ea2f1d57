namespace TokenVaultAgent.Tools.Failures;

/// <summary>What only the user can do, on a page of this server, before a call can succeed.</summary>
internal abstract record UserDecision;
