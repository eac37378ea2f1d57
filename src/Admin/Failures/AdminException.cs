namespace TokenVaultAgent.Admin.Failures;

/// <summary>A fault for the operator to mend; the message says what is wrong and how to mend it.</summary>
internal class AdminException(string message) : Exception(message);
