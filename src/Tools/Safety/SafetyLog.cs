using Microsoft.Extensions.Logging;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>Tools, references of approvals and pseudonyms, never whom or what.</summary>
internal static partial class SafetyLog
{
    [LoggerMessage(700, LogLevel.Information, "Approval {Approval} {Step}: {Tool} for user {User}, asked by {Client}")]
    public static partial void Step(ILogger logger, string approval, ApprovalStep step, string tool, string user, string? client);

    /// <summary>The same as a warning: what was reported can be read by <c>AgentServer report</c> and the reference.</summary>
    [LoggerMessage(703, LogLevel.Warning, "Approval {Approval} reported: user {User} did not ask for {Tool}, asked by {Client}")]
    public static partial void Reported(ILogger logger, string approval, string tool, string user, string? client);

    /// <summary><c>invalid_request</c> is most often a user who has no phone enrolled; <c>unauthorized_client</c> an application without the grant.</summary>
    [LoggerMessage(701, LogLevel.Warning, "A user could not be asked on the phone: {Code}")]
    public static partial void PhoneRefused(ILogger logger, string code);

    [LoggerMessage(702, LogLevel.Error, "{Tool}: what waits for approval cannot be decrypted. The keys of Data Protection are lost, or their certificate is not among Storage:KeyCertificates")]
    public static partial void Unreadable(ILogger logger, string tool);
}
