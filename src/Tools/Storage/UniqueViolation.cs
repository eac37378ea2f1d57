using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>Whether a write failed because another had the same unique key.</summary>
internal static class UniqueViolation
{
    private const int SqliteUnique = 2067;
    private const int SqlitePrimaryKey = 1555;

    public static bool Is(DbUpdateException exception) => exception.InnerException
        is SqliteException { SqliteExtendedErrorCode: SqliteUnique or SqlitePrimaryKey }
        or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
