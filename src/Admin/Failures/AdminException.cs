namespace TokenVaultAgent.Admin.Failures;

/// <summary>What the operator is to know and to mend; the message says both.</summary>
internal class AdminException(string message) : Exception(message);
