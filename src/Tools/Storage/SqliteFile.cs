using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>
/// The database as a file: it holds what protects sessions and links, so that no other account of the machine may read it. SQLite gives
/// its <c>-wal</c> and <c>-shm</c> the mode of the file.
/// </summary>
internal static class SqliteFile
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] Suffixes = ["", "-wal", "-shm", "-journal"];

    /// <summary>Creates the file, for its owner alone, where it is not there; warns of one that others may read.</summary>
    public static void Protect(string connectionString, ILogger logger)
    {
        var path = new SqliteConnectionStringBuilder(connectionString).DataSource;
        // On Windows the folder's access list says who may. A URI is SQLite's to read.
        if (OperatingSystem.IsWindows() || path.StartsWith("file:", StringComparison.Ordinal))
            return;
        if (!File.Exists(path) && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, UnixCreateMode = OwnersAlone }).Dispose();
            LetReadersAndAWriterGoTogether(connectionString);
            return;
        }

        foreach (var file in Suffixes.Select(suffix => path + suffix).Where(File.Exists))
            if ((File.GetUnixFileMode(file) & ~(OwnersAlone | UnixFileMode.UserExecute)) != 0)
                StorageLog.FileIsOpen(logger, file);
    }

    /// <summary>As EF Core does with a file that it creates itself. The file keeps it.</summary>
    private static void LetReadersAndAWriterGoTogether(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = 'wal';";
        command.ExecuteNonQuery();
    }
}
