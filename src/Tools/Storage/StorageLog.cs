using Microsoft.Extensions.Logging;

namespace TokenVaultAgent.Tools.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(600, LogLevel.Warning, "Redis does not answer ({Exception}): provider tokens are not cached until it does")]
    public static partial void RedisIsOut(ILogger logger, string exception);

    [LoggerMessage(602, LogLevel.Warning, "{File} can be read by other accounts of this machine, and holds the keys that protect sessions and links: chmod 600 it")]
    public static partial void FileIsOpen(ILogger logger, string file);

    [LoggerMessage(603, LogLevel.Information, "{Records} records were older than they are kept, and are deleted")]
    public static partial void Swept(ILogger logger, int records);

    [LoggerMessage(604, LogLevel.Error, "Old records could not be deleted: {Exception}")]
    public static partial void NotSwept(ILogger logger, string exception);

    [LoggerMessage(601, LogLevel.Information, "Redis answers again")]
    public static partial void RedisIsBack(ILogger logger);
}
