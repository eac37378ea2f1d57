namespace TokenVaultAgent.AgentServer.Connections;

/// <summary>What a browser carries while it is away at the provider, in an encrypted cookie of its own: no other browser can complete the connect.</summary>
/// <param name="Owner">The user who began.</param>
/// <param name="State">What must come back.</param>
/// <param name="Verifier">RFC 7636.</param>
/// <param name="AuthSession">Of My Account.</param>
/// <param name="Hint">The address that the user said it would be.</param>
internal sealed record ConnectFlow(
    string LinkId, string Owner, string Connection, string State, string Verifier, string AuthSession, string? Hint)
{
    public override string ToString() => "[redacted]";
}
