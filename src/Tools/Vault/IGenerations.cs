namespace TokenVaultAgent.Tools.Vault;

/// <summary>
/// A number per user and connection that changes whenever an account is connected or disconnected. A token exchanged in another
/// generation is never used, at whichever replica. Thread safe.
/// </summary>
internal interface IGenerations
{
    /// <summary>Null where it cannot be told: then nothing cached is used, and nothing is cached.</summary>
    ValueTask<long?> CurrentAsync(TokenKey key, CancellationToken cancellationToken);

    /// <summary>Begins a new generation: every cached token of the user for that connection is forgotten, whatever its login hint.</summary>
    Task BumpAsync(string issuer, string subject, string connection, CancellationToken cancellationToken);
}
