namespace TokenVaultAgent.Tools.Storage;

/// <summary>How often a user's accounts at one connection were connected or disconnected.</summary>
internal sealed class Generation
{
    /// <summary>Digest of user and connection.</summary>
    public required string Key { get; init; }

    public long Number { get; set; }
}
