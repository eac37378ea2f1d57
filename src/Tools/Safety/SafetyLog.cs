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

    [LoggerMessage(702, LogLevel.Error, "{Tool}: what waits for approval cannot be decrypted. The keys of Data Protection are lost, or their certificate is not among Storage:KeyCertificates")]
    public static partial void Unreadable(ILogger logger, string tool);
}
