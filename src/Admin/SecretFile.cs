namespace TokenVaultAgent.Admin;

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
            // An older one may be open to others.
            File.Delete(path);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new StreamWriter(path, options);
            file.Write(text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AdminException($"{path} cannot be written: {exception.Message}");
        }
    }
}
