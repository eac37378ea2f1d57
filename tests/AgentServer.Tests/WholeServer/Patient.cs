namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>The longest timeouts that the settings allow, so that a busy machine does not look like a provider in trouble.</summary>
internal static class Patient
{
    public static readonly IReadOnlyDictionary<string, string?> Settings = new Dictionary<string, string?>
    {
        ["Providers:AttemptTimeout"] = "00:01:40",
        ["Vault:ExchangeTimeout"] = "00:01:00",
    };
}
