using Microsoft.Extensions.DependencyInjection;

namespace TokenVaultAgent.Tools.Settings;

/// <summary>Settings are missing or wrong: every fault of every section, each with its key and without its value.</summary>
internal sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults => faults;

    /// <exception cref="SettingsException">A section has a fault.</exception>
    public static void ThrowIfAnyIsWrong(IServiceProvider services)
    {
        string[] faults = [.. services.GetServices<SettingsSection>().SelectMany(section => section.Faults(services)).Distinct()];
        if (faults.Length > 0)
            throw new SettingsException(faults);
    }
}
