namespace TokenVaultAgent.Tools.Storage;

/// <summary>Records of which some are needed no more after a while.</summary>
internal interface IExpiringRecords
{
    /// <returns>How many are gone.</returns>
    Task<int> DeleteAsync(AgentDbContext context, DateTimeOffset now, CancellationToken cancellationToken);
}
