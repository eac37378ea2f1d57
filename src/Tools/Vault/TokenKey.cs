namespace TokenVaultAgent.Tools.Vault;

/// <summary>
/// Whose provider token, through which connection, for which of several accounts. Compared member by member, so that no value can
/// spill into its neighbour. The exchange takes no scopes (its answer is always all that was granted), so they are no part of it.
/// </summary>
internal sealed record TokenKey(string Issuer, string Subject, string? Organization, string Connection, string? LoginHint)
{
    public static TokenKey For(Caller caller, string connection, string? loginHint) =>
        new(caller.Issuer, caller.Subject, caller.Organization, connection, loginHint);

    /// <summary>Subjects and login hints are personal data: not for logs.</summary>
    public override string ToString() => $"[key of {Connection}]";
}
