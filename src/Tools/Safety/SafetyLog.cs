using Microsoft.Extensions.Logging;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>The trail of approvals: tools and the first characters of links' ids, never whom or what.</summary>
internal static partial class SafetyLog
{
    [LoggerMessage(700, LogLevel.Information, "{Tool}: approval {Approval} was used")]
    public static partial void Taken(ILogger logger, string tool, string approval);
}
