using Microsoft.Extensions.Logging;

namespace TokenVaultAgent.Tools.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(600, LogLevel.Warning, "Redis does not answer ({Exception}): provider tokens are not cached until it does")]
    public static partial void RedisIsOut(ILogger logger, string exception);

    [LoggerMessage(601, LogLevel.Information, "Redis answers again")]
    public static partial void RedisIsBack(ILogger logger);
}
