using Microsoft.Extensions.Options;

namespace TokenVaultAgent.AgentServer.Hosting;

/// <summary>Wrong settings as the operator reads them: every fault with its key, and no stack trace.</summary>
internal static class SettingsFaults
{
    /// <summary>EX_CONFIG of sysexits.h.</summary>
    public const int ExitCode = 78;

    /// <summary>The faults that stopped the start; null where something else did.</summary>
    public static IReadOnlyList<string>? In(Exception exception) => exception switch
    {
        OptionsValidationException validation => [.. validation.Failures],
        AggregateException many when many.InnerExceptions.All(e => e is OptionsValidationException) =>
            [.. many.InnerExceptions.Cast<OptionsValidationException>().SelectMany(e => e.Failures)],
        _ => null,
    };

    public static void Print(TextWriter writer, IReadOnlyList<string> faults)
    {
        writer.WriteLine($"The server does not start: {faults.Count} of its settings {(faults.Count == 1 ? "is" : "are")} missing or wrong.");
        foreach (var fault in faults)
            writer.WriteLine($"  - {fault}");
        writer.WriteLine("Run with --help for every setting, its default and where it can be set.");
    }
}
