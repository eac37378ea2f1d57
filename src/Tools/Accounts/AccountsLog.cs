using Microsoft.Extensions.Logging;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Accounts;

internal static partial class AccountsLog
{
    [LoggerMessage(400, LogLevel.Information, "Whose account it is could not be asked at connection {Connection}: {Code}")]
    public static partial void NotIdentified(ILogger logger, string connection, FailureCode code);
}
