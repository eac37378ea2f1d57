namespace TokenVaultAgent.Tools.Failures;

/// <summary>What operators are told where the tenant is likely at fault.</summary>
internal static class OperatorHelp
{
    /// <summary>The command that looks at every setting of the tenant.</summary>
    public const string Check = "tokenvault tenant check";
}
