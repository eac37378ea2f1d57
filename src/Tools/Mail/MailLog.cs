using Microsoft.Extensions.Logging;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Mail;

internal static partial class MailLog
{
    [LoggerMessage(300, LogLevel.Warning, "{Provider} gave no clear answer to a send ({Reason}); looking for the mail")]
    public static partial void SendAnswerLost(ILogger logger, Provider provider, string reason);

    [LoggerMessage(301, LogLevel.Warning, "{Provider} could not be asked what became of a mail ({Reason})")]
    public static partial void LookFailed(ILogger logger, Provider provider, string reason);

    [LoggerMessage(302, LogLevel.Warning, "{Provider} did not delete the draft of a refused send ({Reason})")]
    public static partial void DraftLeftBehind(ILogger logger, Provider provider, string reason);

    [LoggerMessage(303, LogLevel.Error, "How far a send has come could not be recorded ({Exception})")]
    public static partial void NotRecorded(ILogger logger, string exception);

    [LoggerMessage(304, LogLevel.Information, "Whether the user has written to a recipient before could not be looked up ({Code})")]
    public static partial void NotLookedUp(ILogger logger, FailureCode code);
}
