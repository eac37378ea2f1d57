using Microsoft.Extensions.Logging;

namespace TokenVaultAgent.Tools.Vault;

internal static partial class VaultLog
{
    [LoggerMessage(100, LogLevel.Warning, "Token Vault refused the exchange for connection {Connection}: HTTP {Status}, {Error}")]
    public static partial void ExchangeRefused(ILogger logger, string connection, int status, string error);

    [LoggerMessage(101, LogLevel.Warning, "Token Vault gave no usable answer for connection {Connection}: {Reason}")]
    public static partial void ExchangeUnavailable(ILogger logger, string connection, string reason);

    [LoggerMessage(102, LogLevel.Warning, "One user's exchanges for connection {Connection} are over Vault:MaxExchangesPerMinute")]
    public static partial void ExchangeLimited(ILogger logger, string connection);
}
