using TokenVaultAgent.Admin.Failures;
namespace TokenVaultAgent.Admin.Files;

/// <summary>A file that its owner alone can read, from its first byte on.</summary>
internal static class SecretFile
{
    /// <exception cref="AdminException">It is there already, or cannot be written.</exception>
    public static void Write(string path, string text, bool replace)
    {
        if (File.Exists(path) && !replace)
            throw new AdminException($"{path} is there already: --force takes its place, --out names another.");
        try
        {
            // Whole or not at all; and an older one may be open to others.
            var beside = path + ".new";
            File.Delete(beside);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new StreamWriter(beside, options))
                file.Write(text);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AdminException($"{path} cannot be written: {exception.Message}");
        }
    }
}
