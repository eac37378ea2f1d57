using Microsoft.Extensions.Logging;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>The trail of approvals: tools and the first characters of links' ids, never whom or what.</summary>
internal static partial class SafetyLog
{
    [LoggerMessage(700, LogLevel.Information, "{Tool}: approval {Approval} was used")]
    public static partial void Taken(ILogger logger, string tool, string approval);

    /// <summary><c>invalid_request</c> is most often a user who has no phone enrolled; <c>unauthorized_client</c> an application without the grant.</summary>
    [LoggerMessage(701, LogLevel.Warning, "A user could not be asked on the phone: {Code}")]
    public static partial void PhoneRefused(ILogger logger, string code);
}
