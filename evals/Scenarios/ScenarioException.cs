namespace TokenVaultAgent.Evals.Scenarios;

/// <summary>A scenario that cannot be run; the message names file, line and what to mend.</summary>
internal sealed class ScenarioException(string file, int line, string message) : Exception($"{file}:{line}: {message}");
