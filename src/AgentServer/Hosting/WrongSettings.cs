namespace TokenVaultAgent.AgentServer.Hosting;

/// <summary>Wrong settings as the operator reads them: every fault with its key, and no stack trace.</summary>
internal static class WrongSettings
{
    /// <summary>EX_CONFIG of sysexits.h.</summary>
    public const int ExitCode = 78;

    public static void Print(TextWriter writer, IReadOnlyList<string> faults)
    {
        writer.WriteLine($"The server does not start: {faults.Count} of its settings {(faults.Count == 1 ? "is" : "are")} missing or wrong.");
        foreach (var fault in faults)
            writer.WriteLine($"  - {fault}");
        writer.WriteLine("Run with --help for every setting, its default and where it can be set.");
    }
}
